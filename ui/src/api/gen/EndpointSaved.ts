// Provisional.
import type { EndpointView } from "./EndpointView";
import type { FieldFault } from "./FieldFault";

export type EndpointSaved = { faults: FieldFault[]; endpoint: EndpointView | null };
