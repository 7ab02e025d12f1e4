// Provisional.
export type EndpointId = { id: number };
