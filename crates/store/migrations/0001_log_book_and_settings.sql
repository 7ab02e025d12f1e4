-- Three kinds of tables. The log: captures and their bodies, never changed once written.
-- The book: messages, conversations, contacts, which outlive pruned captures.
-- What is derived and may be dropped and rebuilt at any time: summaries, items, outputs.
-- Times are microseconds (_us) or milliseconds (_ms) since 1970, UTC.

-- AUTOINCREMENT: the id of a pruned capture must never name another one.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_us INTEGER NOT NULL,
    took_us INTEGER NOT NULL,
    judgement TEXT NOT NULL,
    authentication TEXT NOT NULL,
    status INTEGER NOT NULL,
    -- 1: kept for diagnosis only, in the ring of refused requests.
    ring INTEGER NOT NULL CHECK (ring IN (0, 1)),
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    query TEXT,
    http_version TEXT NOT NULL,
    body_size INTEGER NOT NULL,
    truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
    channel TEXT,
    workspace_id TEXT,
    credentials_id TEXT,
    replay_of INTEGER,
    reason TEXT NOT NULL,
    peer TEXT NOT NULL,
    head_normalised INTEGER NOT NULL CHECK (head_normalised IN (0, 1)),
    answer BLOB NOT NULL,
    -- Last, so that a list reads past no large head.
    head BLOB NOT NULL,
    CHECK (judgement <> 'accepted' OR channel IS NOT NULL),
    CHECK ((channel IS NULL) = (workspace_id IS NULL) AND (channel IS NULL) = (credentials_id IS NULL))
) STRICT;

-- Serves the ring, and counts all captures without touching their rows.
CREATE INDEX captures_by_ring ON captures (ring);

CREATE TRIGGER captures_never_change BEFORE UPDATE ON captures
BEGIN
    SELECT RAISE(ABORT, 'captures never change');
END;

-- Apart from captures, so that lists read small rows.
CREATE TABLE bodies (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE summaries (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    who TEXT,
    -- JSON array of strings.
    fields TEXT NOT NULL,
    items INTEGER NOT NULL,
    converted INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    duplicate INTEGER NOT NULL CHECK (duplicate IN (0, 1)),
    -- Why the body is no envelope.
    error TEXT,
    CHECK (items = converted + skipped + unknown + failed)
) STRICT;

CREATE TABLE items (
    capture_id INTEGER NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    idx INTEGER NOT NULL,
    pointer TEXT NOT NULL,
    via TEXT NOT NULL,
    field TEXT,
    test INTEGER NOT NULL CHECK (test IN (0, 1)),
    verdict TEXT NOT NULL,
    rule TEXT,
    reason TEXT,
    at TEXT,
    PRIMARY KEY (capture_id, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE outputs (
    capture_id INTEGER NOT NULL,
    item_idx INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    duplicate_of_capture INTEGER,
    duplicate_of_pointer TEXT,
    conflict INTEGER NOT NULL CHECK (conflict IN (0, 1)),
    PRIMARY KEY (capture_id, item_idx, ordinal),
    FOREIGN KEY (capture_id, item_idx) REFERENCES items (capture_id, idx) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE endpoints (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL CHECK (channel IN ('facebook', 'instagram')),
    workspace_id TEXT NOT NULL,
    credentials_id TEXT NOT NULL,
    name TEXT,
    org_id INTEGER NOT NULL DEFAULT 1,
    page_id TEXT,
    business_id TEXT,
    business_name TEXT,
    business_city TEXT,
    business_zipcode TEXT,
    business_country TEXT,
    business_formatted_address TEXT,
    bearer_token TEXT,
    verify_token TEXT,
    policy TEXT NOT NULL DEFAULT 'required' CHECK (policy IN ('required', 'open')),
    created_us INTEGER NOT NULL,
    UNIQUE (channel, workspace_id, credentials_id)
) STRICT;

CREATE TABLE endpoint_secrets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id INTEGER NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    added_us INTEGER NOT NULL,
    UNIQUE (endpoint_id, secret)
) STRICT;

CREATE TABLE app_secrets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret TEXT NOT NULL UNIQUE,
    added_us INTEGER NOT NULL
) STRICT;

CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    endpoint_id INTEGER NOT NULL REFERENCES endpoints (id),
    partner TEXT NOT NULL,
    account TEXT NOT NULL,
    thread_kind TEXT NOT NULL CHECK (thread_kind IN ('customer', 'comment')),
    thread_id TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    -- The newest message by date; null until the first one is kept.
    last_message_id INTEGER,
    last_ms INTEGER,
    has_user INTEGER NOT NULL DEFAULT 0 CHECK (has_user IN (0, 1)),
    name TEXT,
    name_ms INTEGER,
    UNIQUE (endpoint_id, partner, account, thread_kind, thread_id)
) STRICT;

-- made_by is a plain number: the capture may be pruned, the message stays.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id),
    endpoint_id INTEGER NOT NULL REFERENCES endpoints (id),
    account TEXT NOT NULL,
    external_id TEXT NOT NULL,
    idx INTEGER NOT NULL,
    date_ms INTEGER NOT NULL,
    by_user INTEGER NOT NULL CHECK (by_user IN (0, 1)),
    content_type TEXT NOT NULL,
    content TEXT NOT NULL,
    customer TEXT NOT NULL,
    made_by INTEGER NOT NULL,
    pointer TEXT NOT NULL,
    document TEXT NOT NULL,
    message TEXT NOT NULL,
    UNIQUE (endpoint_id, account, external_id, idx)
) STRICT;

CREATE INDEX messages_by_date ON messages (conversation_id, by_user, date_ms);

CREATE TABLE contacts (
    endpoint_id INTEGER NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
    customer TEXT NOT NULL,
    name TEXT,
    img TEXT,
    phone_number TEXT,
    email TEXT,
    PRIMARY KEY (endpoint_id, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: how far the log has been converted.
CREATE TABLE projector (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    projected_to INTEGER NOT NULL
) STRICT;

INSERT INTO projector (one, projected_to) VALUES (1, 0);
