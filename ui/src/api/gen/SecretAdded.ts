// Provisional.
import type { Rejudged } from "./Rejudged";
import type { SecretsView } from "./SecretsView";

export type SecretAdded = { view: SecretsView; rejudged: Rejudged; warning: string | null };
