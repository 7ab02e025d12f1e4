// Provisional.

export type FieldFault = { field: string; severity: string; message: string };
