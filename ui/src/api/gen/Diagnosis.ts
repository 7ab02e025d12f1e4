// Provisional.
import type { Check } from "./Check";

export type Diagnosis = { capture: number; endpoint_id: number | null; subject: string; cause: string; title: string; said: string[]; fix: string | null; answered: string; checks: Check[]; judged: string; actions: string[] };
