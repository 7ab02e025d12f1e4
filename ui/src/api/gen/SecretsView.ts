// Provisional.
import type { SecretView } from "./SecretView";

export type SecretsView = { endpoint: number | null; token: SecretView | null; verify_token: SecretView | null; secrets: SecretView[] };
