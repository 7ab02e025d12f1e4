/** What one does about who may deliver, wherever in the window one does it. */
import type { CaptureView } from "../api/gen/CaptureView";
import type { SecretRef } from "../api/gen/SecretRef";
import type { Target } from "./selftest.svelte";
import type { Session } from "./session.svelte";

/** The verify token that counts for an endpoint: its own, else the app's. */
export function verifyTokenOf({ endpoints }: Session, endpoint: number | null): SecretRef {
  const row = endpoints.rows.find(({ id }) => id === endpoint);
  return row?.has_verify_token === true ? { kind: "verify_token", endpoint: row.id } : { kind: "app_token" };
}

/** The endpoint that the open capture came to. */
export function endpointOfOpen({ endpoints, opened }: Session): number | null {
  const path = opened.view?.row.path;
  return path === undefined ? null : (endpoints.at(path)?.id ?? null);
}

/** Sets the public URL, with `null` none: every callback URL that is shown is another one then. */
export async function setTunnel(session: Session, url: string | null): Promise<void> {
  await session.attempt(async () => {
    if (!(await session.tunnel.set(url))) return;
    await Promise.all([session.setup.load(), session.endpoints.refresh()]);
    if (url !== null) await session.tunnel.check();
  });
}

/** Ends every fault rule. */
export async function clearFaults(session: Session): Promise<void> {
  await session.attempt(async () => {
    for (const { endpoint_id: id } of session.status?.faults ?? []) await session.endpoints.setFault(id, null);
    await session.pull();
  });
}

/** Copies where Facebook finds an endpoint: at the tunnel where one is set. */
export async function copyUrl(session: Session, endpoint: number): Promise<void> {
  const row = session.endpoints.rows.find(({ id }) => id === endpoint);
  if (row !== undefined) await session.copy({ what: "text", text: row.callback_url });
}

/** Copies the command that opens a tunnel with a program. */
export async function copyTunnelCommand(session: Session, program: string): Promise<void> {
  await session.attempt(async () => {
    if (session.tunnel.view === null) await session.tunnel.load();
    const text = session.tunnel.view?.commands.find((one) => one.program === program)?.command;
    if (text !== undefined) await session.copy({ what: "text", text });
  });
}

/** Sends a capture to the listener again, with its body as it was signed. */
export async function replayRestored(session: Session, id: number): Promise<void> {
  await session.attempt(async () => {
    session.sent = await session.backend.rpc("doctor.replay_restored", { id });
  });
}

/** Opens the settings of an endpoint. */
export function openEndpoint(session: Session, id: number): void {
  session.endpoints.wanted = { id };
  session.openSettings("endpoints");
}

/** Starts to add an endpoint: the one that a path names, where it names one. */
export function addEndpoint(session: Session, path?: string): void {
  session.endpoints.begin(path);
  session.openSettings("endpoints");
}

export function openSelfTest(session: Session, target: Target): void {
  session.selftest.target = target;
  session.overlay = "selftest";
}

/** Asks the doctor about what is shown; a fixture is nobody's request. */
export async function diagnose(session: Session, view: CaptureView): Promise<void> {
  if (!session.opened.isFixture) await session.attempt(() => session.doctor.look(view));
}
