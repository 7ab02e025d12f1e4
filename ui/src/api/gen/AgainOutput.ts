// Provisional.

export type AgainOutput = { then: string | null; now: string | null; changed: string[] };
