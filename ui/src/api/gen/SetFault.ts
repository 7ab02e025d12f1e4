// Provisional.
import type { FaultRule } from "./FaultRule";

export type SetFault = { id: number; fault: FaultRule | null };
