// Provisional.
import type { SelfTestStep } from "./SelfTestStep";

export type SelfTest = { id: number; target: string; url: string; endpoint: string; started_us: number; running: boolean; cancelled: boolean; verdict: string; code: string | null; title: string; fix: string | null; steps: SelfTestStep[] };
