-- What Triptych itself sent: of what, and what was changed of it. The parent, where it is a capture, is in
-- captures.replay_of.
CREATE TABLE replays (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    -- JSON array of strings.
    changes TEXT NOT NULL
) STRICT;
