// Provisional.
import type { EndpointForm } from "./EndpointForm";

export type SaveEndpoint = { id: number; form: EndpointForm; only_check: boolean };
