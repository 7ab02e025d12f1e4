/** What the host says of fields, put beside each. */
import type { FieldFault } from "../api/gen/FieldFault";

/** Why the text of a field is refused. */
export function faultOf(faults: readonly FieldFault[], field: string): string | undefined {
  return faults.find((fault) => fault.field === field && fault.severity === "error")?.message;
}

/** What deserves a second look in a field, but is taken. */
export function doubtOf(faults: readonly FieldFault[], field: string): string | null {
  return faults.find((fault) => fault.field === field && fault.severity !== "error")?.message ?? null;
}

/** Whether something below a path (`contacts.2`) is refused. */
export function hasFault(faults: readonly FieldFault[], path: string): boolean {
  return faults.some((fault) => fault.severity === "error" && fault.field.startsWith(`${path}.`));
}
