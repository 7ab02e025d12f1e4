// Provisional.

export type SecretRef = { kind: "app_token" } | { kind: "app_secret"; id: number } | { kind: "bearer_token"; endpoint: number } | { kind: "verify_token"; endpoint: number } | { kind: "endpoint_secret"; id: number };
