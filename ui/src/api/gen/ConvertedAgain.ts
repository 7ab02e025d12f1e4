// Provisional.
import type { AgainItem } from "./AgainItem";

export type ConvertedAgain = { id: number; changed: boolean; why: string | null; items: AgainItem[] };
