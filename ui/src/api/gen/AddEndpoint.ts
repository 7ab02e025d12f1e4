// Provisional.

export type AddEndpoint = { channel: string; workspace_id: string; credentials_id: string; only_check: boolean };
