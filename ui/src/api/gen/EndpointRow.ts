// Provisional.
import type { FaultRule } from "./FaultRule";

export type EndpointRow = { id: number; channel: string; workspace_id: string; credentials_id: string; name: string | null; title: string; captures: number; last_us: number | null; created_us: number; policy: string; fault: FaultRule | null; has_bearer_token: boolean; has_verify_token: boolean; secrets: number; callback_url: string };
