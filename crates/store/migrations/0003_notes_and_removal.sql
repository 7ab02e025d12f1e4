-- What the user wrote on a capture.
CREATE TABLE notes (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    text TEXT NOT NULL CHECK (text <> ''),
    noted_us INTEGER NOT NULL
) STRICT;

-- Captures that the user deleted: in no list any more, but still there for a while, to be restored.
CREATE TABLE removed (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    removed_us INTEGER NOT NULL
) STRICT;

CREATE INDEX removed_by_time ON removed (removed_us);

-- Captures that are gone for good and may still stand in the index of words, which is a file of its own: see index.rs.
CREATE TABLE gone (
    capture_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER captures_leave_the_index AFTER DELETE ON captures
BEGIN
    INSERT OR IGNORE INTO gone (capture_id) VALUES (OLD.id);
END;

-- How often everything derived was forgotten: an index of an earlier generation is of no use.
ALTER TABLE projector ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
