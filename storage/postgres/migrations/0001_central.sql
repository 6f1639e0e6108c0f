-- One shape for every table: the primary key is (shard, key), shard first, so that an engine that spreads tables can spread each by
-- its shard. Shards and keys are bytes: names that tills sent may hold anything. Values are canonical bytes (storage/stored and the
-- domain's own forms); the columns beside them are for people and dashboards, nothing reads them back.

-- block of central's journal; epoch, seq → hash and event
CREATE TABLE events (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- the same → seal of the commit that ends there
CREATE TABLE seals (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- member; writer 0 epoch seq n → posting
CREATE TABLE postings (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, points bigint NOT NULL, PRIMARY KEY (shard, key));
-- member → how many postings it has
CREATE TABLE marks (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- channel/id → order
CREATE TABLE orders (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, total numeric NOT NULL, PRIMARY KEY (shard, key));
-- day; placed, channel/id
CREATE TABLE orders_placed (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- member; placed, channel/id
CREATE TABLE orders_of (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- code → voucher
CREATE TABLE vouchers (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- member; issued, code
CREATE TABLE vouchers_of (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- id of the issuing → code
CREATE TABLE issues (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- id → JSON
CREATE TABLE rewards (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- SKU → what a search looks at, 0, JSON
CREATE TABLE products (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- nothing; version → JSON
CREATE TABLE programs (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- id → JSON
CREATE TABLE quarantine (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- nothing; at, id
CREATE TABLE quarantine_waiting (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- id → member
CREATE TABLE members (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- id → its key
CREATE TABLE member_keys (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- into; id
CREATE TABLE merged (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- phone; id
CREATE TABLE phones (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- nothing; phone backwards 0 id → folded name
CREATE TABLE phone_tails (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- nothing; folded name from a word on 0 before it 0 id
CREATE TABLE names (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- idempotency key → answer
CREATE TABLE answers (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, given_at bigint NOT NULL, PRIMARY KEY (shard, key));
-- space; key → value
CREATE TABLE notes (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- writer; epoch → till
CREATE TABLE tills (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- hash → enrolment code
CREATE TABLE tickets (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- right → what tills have to do with it
CREATE TABLE rights (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- writer; epoch → what the book knows
CREATE TABLE holdings (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- writer; epoch, seq → hash and event
CREATE TABLE till_events (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- writer; epoch, seq → seal
CREATE TABLE till_seals (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- writer; epoch, id → recall
CREATE TABLE recalls (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- day; at, id → exception
CREATE TABLE exceptions (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));
-- nothing → central's place among its tills
CREATE TABLE chain (shard bytea NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (shard, key));

-- Answers are forgotten by age.
CREATE INDEX answers_given_at ON answers (given_at);

-- Who writes, in what order: the one row that every write locks. n counts commits; the head is that of central's journal.
CREATE TABLE head (
	id         smallint PRIMARY KEY CHECK (id = 1),
	n          bigint   NOT NULL,
	epoch      bigint   NOT NULL,
	seq        bigint   NOT NULL,
	hash       bytea    NOT NULL,
	public_key bytea    NOT NULL, -- of the key that signs the journal; empty before the first central
	cluster    text     NOT NULL, -- the server's own name and timeline when a central last looked
	put_back   boolean  NOT NULL
);
INSERT INTO head VALUES (1, 0, 1, 0, '', '', '', false);

-- The newest commits: which shards each changed, so that other centrals know what they have to read again. id is the commit's
-- own, by which its central finds it when the answer to COMMIT was lost.
CREATE TABLE commits (n bigint PRIMARY KEY, id bytea NOT NULL, made_at timestamptz NOT NULL DEFAULT now(), changes bytea NOT NULL);

-- Rows that are written again and again leave room beside them, and are cleaned up early.
ALTER TABLE head SET (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
ALTER TABLE notes SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE tills SET (fillfactor = 70);
ALTER TABLE holdings SET (fillfactor = 70);
ALTER TABLE marks SET (fillfactor = 85);
