// Provisional.

export type StartSelfTest = { target: string; url: string | null; endpoint_id: number | null };
