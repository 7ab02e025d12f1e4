// Provisional.
import type { SecretRef } from "./SecretRef";

export type TunnelCallback = { endpoint_id: number | null; title: string; channel: string; url: string; verify: SecretRef };
