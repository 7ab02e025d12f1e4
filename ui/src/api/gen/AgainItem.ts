// Provisional.
import type { AgainOutput } from "./AgainOutput";
import type { AgainSide } from "./AgainSide";

export type AgainItem = { pointer: string; title: string; then: AgainSide; now: AgainSide; changed: boolean; outputs: AgainOutput[] };
