// Provisional.

export type TunnelState = { url: string; state: string; round_trip_ms: number | null; checked_us: number | null; code: string | null; sentence: string; fix: string | null };
