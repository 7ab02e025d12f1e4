// Provisional.
import type { EndpointForm } from "./EndpointForm";
import type { EndpointRow } from "./EndpointRow";
import type { SecretView } from "./SecretView";

export type EndpointView = { row: EndpointRow; local_url: string; public_url: string | null; form: EndpointForm; bearer_token: SecretView | null; verify_token: SecretView | null; secrets: SecretView[]; conversations: number };
