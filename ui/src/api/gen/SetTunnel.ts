// Provisional.

export type SetTunnel = { url: string | null };
