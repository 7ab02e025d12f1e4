// Provisional.

export type SelfTestStep = { name: string; title: string; expected: string; outcome: string; code: string | null; sentence: string; sent: string | null; got: string | null; arrived: string | null; capture: number | null; took_us: number | null };
