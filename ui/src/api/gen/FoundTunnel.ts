// Provisional.

export type FoundTunnel = { url: string; forwards_to: string; ours: boolean };
