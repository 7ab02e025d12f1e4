-- Only what was refused is looked for by it: what is accepted, which is most, need not stand in an index.
DROP INDEX captures_by_ring;
CREATE INDEX captures_refused ON captures (ring) WHERE ring = 1;
