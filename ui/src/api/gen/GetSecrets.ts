// Provisional.

export type GetSecrets = { endpoint: number | null };
