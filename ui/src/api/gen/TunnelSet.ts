// Provisional.
import type { FieldFault } from "./FieldFault";
import type { TunnelView } from "./TunnelView";

export type TunnelSet = { fault: FieldFault | null; note: string | null; view: TunnelView };
