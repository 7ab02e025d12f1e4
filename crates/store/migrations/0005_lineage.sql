-- What events are told by and what they speak of, in numbers: see `core::lineage`. Derived. A message that became a
-- document has no row for itself: the book knows it by its id.
CREATE TABLE lineage (
    capture_id INTEGER NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    item_idx INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    relation INTEGER NOT NULL,
    key INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (capture_id, item_idx, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX lineage_by_key ON lineage (key, relation, at);

-- Where a message came again. Most come once, and cost nothing here.
CREATE INDEX outputs_again ON outputs (message_id) WHERE duplicate_of_capture IS NOT NULL;

CREATE INDEX captures_by_parent ON captures (replay_of) WHERE replay_of IS NOT NULL;

-- What was refused is not converted; there is little of it.
CREATE INDEX captures_refused_by_size ON captures (body_size) WHERE ring = 1;

-- What was converted before is to be converted anew, with the ids of the book.
UPDATE projector SET forgetting = 1, generation = generation + 1 WHERE projected_to > 0;
