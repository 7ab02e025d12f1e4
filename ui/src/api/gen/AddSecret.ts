// Provisional.

export type AddSecret = { endpoint: number | null; secret: string };
