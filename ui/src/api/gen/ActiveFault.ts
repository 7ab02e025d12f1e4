// Provisional.

export type ActiveFault = { endpoint_id: number; endpoint: string; status: number | null; delay_ms: number; left: number | null };
