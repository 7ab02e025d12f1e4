// Provisional.

export type TunnelCommand = { program: string; command: string; install: string };
