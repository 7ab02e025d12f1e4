// Provisional.

export type FaultRule = { status: number | null; delay_ms: number; left: number | null };
