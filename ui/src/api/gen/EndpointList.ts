// Provisional.
import type { EndpointRow } from "./EndpointRow";

export type EndpointList = { endpoints: EndpointRow[] };
