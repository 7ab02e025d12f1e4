-- What the doctor found out about a refused request while its body was whole and its verify token not yet masked: JSON,
-- without secrets.
CREATE TABLE findings (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    finding TEXT NOT NULL
) STRICT;

-- Captures whose answer an endpoint's fault rule spoilt: with this status instead of 200, or after a delay.
CREATE TABLE faulted (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    fault_status INTEGER,
    fault_delay_ms INTEGER NOT NULL
) STRICT;

-- Refused captures that held later, once a secret was entered, and the new captures that they were taken in as. A row
-- goes with the refused capture, not with the new one: what the user deletes is not taken in again.
CREATE TABLE taken_in (
    refused_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL
) STRICT;

-- Endpoints that answer wrongly on purpose. `remaining` requests more; NULL: until the rule is cleared.
CREATE TABLE fault_rules (
    endpoint_id INTEGER PRIMARY KEY REFERENCES endpoints (id) ON DELETE CASCADE,
    fault_status INTEGER,
    fault_delay_ms INTEGER NOT NULL,
    remaining INTEGER CHECK (remaining > 0),
    CHECK (fault_status IS NOT NULL OR fault_delay_ms > 0)
) STRICT;
