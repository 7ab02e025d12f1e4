// Provisional.

export type AgainSide = { verdict: string; rule: string | null; reason: string | null };
