// Provisional.
import type { SecretRef } from "./SecretRef";

export type SetToken = { of: SecretRef; value: string };
