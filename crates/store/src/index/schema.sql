-- All of it is derived: from the captures, and from what conversion made of them.

-- One row: what the index belongs to, and how far it goes.
CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- How often everything derived had been forgotten when the index was begun.
    generation INTEGER NOT NULL,
    -- Captures up to this id are in the index, as far as they are still there; when that one came tells it from
    -- another capture of the same id, should the database have been put back to an older one.
    indexed_to INTEGER NOT NULL,
    indexed_us INTEGER NOT NULL
) STRICT;

-- What captures can be asked for besides words, each once: field, verdict, customer, …
CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    -- The value without case and diacritics.
    folded TEXT NOT NULL,
    -- The newest capture that has it.
    last_capture INTEGER NOT NULL,
    UNIQUE (kind, value)
) STRICT;

CREATE INDEX tags_by_text ON tags (kind, folded);

CREATE TABLE documents (
    capture_id INTEGER PRIMARY KEY,
    received_us INTEGER NOT NULL,
    -- Ids of tags, four bytes each, little-endian.
    tags BLOB NOT NULL
) STRICT;

-- When captures were received, for each 1,024 ids: time hardly ever goes back, and so bounds of time become bounds of
-- ids.
CREATE TABLE spans (
    span INTEGER PRIMARY KEY,
    first_us INTEGER NOT NULL,
    last_us INTEGER NOT NULL
) STRICT;

-- Which captures hold three characters in a row, and which have a tag (as three reserved characters). Positions are
-- not kept, for that would be five times as much: what is found by several trigrams is looked at once more.
CREATE VIRTUAL TABLE words USING fts5 (
    text,
    content = '',
    contentless_delete = 1,
    detail = none,
    tokenize = 'trigram case_sensitive 1'
);
