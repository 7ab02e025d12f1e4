// Provisional.
import type { TunnelCallback } from "./TunnelCallback";
import type { TunnelCommand } from "./TunnelCommand";
import type { TunnelState } from "./TunnelState";

export type TunnelView = { url: string | null; source: string | null; local: string; callbacks: TunnelCallback[]; commands: TunnelCommand[]; state: TunnelState | null };
