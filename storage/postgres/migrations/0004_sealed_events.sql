-- The seal of a commit, or of a till's batch, lies with the event that it ends with: hash, the seal's length in 2 bytes, the seal, event.
-- Journals are written anew, which takes as much room again until the step is done.
-- Older centrals can't go on behind this step: stop them all before it. Locking the head keeps it from cutting into a commit of theirs.
SELECT n FROM head WHERE id = 1 FOR UPDATE;
-- block of central's journal; epoch, seq → hash, seal and event
CREATE TABLE sealed_events (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
INSERT INTO sealed_events SELECT e.shard, e.key, substr(e.value, 1, 32) || coalesce(int2send(length(s.value)::int2) || s.value, '\x0000') || substr(e.value, 33)
	FROM events AS e LEFT JOIN seals AS s ON s.shard = e.shard AND s.key = e.key ORDER BY e.shard, e.key;
DROP TABLE events, seals;
ALTER TABLE sealed_events RENAME TO events;
ALTER INDEX sealed_events_pkey RENAME TO events_pkey;
-- writer; epoch, seq → hash, seal and event
CREATE TABLE sealed_till_events (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
INSERT INTO sealed_till_events SELECT e.shard, e.key, substr(e.value, 1, 32) || coalesce(int2send(length(s.value)::int2) || s.value, '\x0000') || substr(e.value, 33)
	FROM till_events AS e LEFT JOIN till_seals AS s ON s.shard = e.shard AND s.key = e.key ORDER BY e.shard, e.key;
DROP TABLE till_events, till_seals;
ALTER TABLE sealed_till_events RENAME TO till_events;
ALTER INDEX sealed_till_events_pkey RENAME TO till_events_pkey;
