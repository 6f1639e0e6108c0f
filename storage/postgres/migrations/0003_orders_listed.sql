-- An order's places in lists, by time and with its member, in one table, so that it writes both with one statement.
-- Older centrals can't go on behind this step: stop them all before it. Locking the head keeps it from cutting into a commit of theirs.
SELECT n FROM head WHERE id = 1 FOR UPDATE;
-- day, or m and the member; placed, channel/id
CREATE TABLE orders_listed (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
INSERT INTO orders_listed SELECT shard, key, value FROM orders_placed ORDER BY shard, key;
INSERT INTO orders_listed SELECT 'm' || shard, key, value FROM orders_of ORDER BY shard, key;
DROP TABLE orders_placed, orders_of;
