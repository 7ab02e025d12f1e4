-- Captures that the user wants to keep, whatever the retention says.
CREATE TABLE pins (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    pinned_us INTEGER NOT NULL
) STRICT;

-- One row: how many captures are kept outside the ring, and the bytes of their heads and bodies. It changes within the
-- transaction that changes them, so that a crash cannot make it wrong and nobody has to count: a batch of appends adds
-- its own at once, for a trigger would cost each of them a fifth more time; what goes, however it goes, is subtracted.
CREATE TABLE totals (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    captures INTEGER NOT NULL CHECK (captures >= 0),
    bytes INTEGER NOT NULL CHECK (bytes >= 0)
) STRICT;

INSERT INTO totals (one, captures, bytes)
SELECT 1, count(*), coalesce(sum(length(c.head) + length(b.body)), 0)
FROM captures c JOIN bodies b ON b.capture_id = c.id WHERE c.ring = 0;

-- Before, for the body goes with its capture.
CREATE TRIGGER totals_shrink BEFORE DELETE ON captures WHEN OLD.ring = 0
BEGIN
    UPDATE totals SET
        captures = captures - 1,
        bytes = bytes - length(OLD.head) - (SELECT length(body) FROM bodies WHERE capture_id = OLD.id);
END;

-- 1 while what is derived is being removed: see `WriteTx::forget_derived`.
ALTER TABLE projector ADD COLUMN forgetting INTEGER NOT NULL DEFAULT 0 CHECK (forgetting IN (0, 1));
