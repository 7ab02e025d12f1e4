// Provisional.

export type SecretView = { id: number; masked: string; added_us: number | null; warning: string | null };
