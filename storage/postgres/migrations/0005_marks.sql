-- How many postings a member has is counted from them: whoever asks reads them too.
-- Older centrals can't go on behind this step: stop them all before it. Locking the head keeps it from cutting into a commit of theirs.
SELECT n FROM head WHERE id = 1 FOR UPDATE;
DROP TABLE marks;
