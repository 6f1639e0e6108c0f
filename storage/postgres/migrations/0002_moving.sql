-- How far the move of another store into this database has come. While the row is there no central may use the database.
CREATE TABLE moving (
	id       smallint PRIMARY KEY CHECK (id = 1),
	source   bytea  NOT NULL, -- the public key that signs the source's journal, and where that stands
	position bytea  NOT NULL, -- the last entry that is here
	rows     bigint NOT NULL
);
