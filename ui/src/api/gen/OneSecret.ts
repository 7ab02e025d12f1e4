// Provisional.
import type { SecretRef } from "./SecretRef";

export type OneSecret = { of: SecretRef };
