// Provisional.
import type { FoundTunnel } from "./FoundTunnel";

export type TunnelDetected = { found: FoundTunnel[]; sentence: string };
