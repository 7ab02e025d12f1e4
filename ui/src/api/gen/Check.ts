// Provisional.

export type Check = { name: string; label: string; outcome: string; said: string | null };
