/** What can be done about who may deliver: endpoints, secrets, the doctors, the self-test and the tunnel. */
import type { Action } from "../actions";
import { isPatient } from "../doctor.svelte";
import type { Session } from "../session.svelte";
import { addEndpoint, clearFaults, copyTunnelCommand, copyUrl, endpointOfOpen, openEndpoint, openSelfTest, replayRestored, verifyTokenOf } from "../trust";

const hasSetup = ({ setup }: Session): boolean => setup.view !== null;
const hasTunnel = ({ status }: Session): boolean => status?.tunnel != null;
const hasEndpoint = (session: Session): boolean => endpointOfOpen(session) !== null;
const isPuzzling = ({ opened }: Session): boolean => opened.view !== null && !opened.isFixture && isPatient(opened.view);
const isRefused = ({ opened }: Session): boolean => !opened.isFixture && opened.view?.row.judgement === "unauthenticated";
const isConverted = ({ opened }: Session): boolean => !opened.isFixture && opened.view?.row.judgement === "accepted";

/** Whether the doctor offers this for the open capture. */
function may({ doctor, opened }: Session, action: string): boolean {
  return opened.view !== null && !opened.isFixture && doctor.can(action, opened.view);
}

function ofView({ opened }: Session, act: (id: number) => void): void {
  if (opened.view !== null) act(opened.view.row.id);
}

function showDoctor({ drawer, regions }: Session): void {
  drawer.show("signature");
  regions.focus("drawer");
}

function ofOpen(session: Session, act: (endpoint: number) => void): void {
  const endpoint = endpointOfOpen(session);
  if (endpoint !== null) act(endpoint);
}

export const TRUST: readonly Action[] = [
  { id: "doctor.show", title: "Show why it was refused", group: "Capture", words: "doctor signature handshake diagnosis explain", when: isPuzzling, run: showDoctor },
  { id: "doctor.secret", title: "Enter the missing secret", group: "Capture", words: "app secret signature doctor refused", when: isRefused, run: ({ doctor }) => (doctor.wishes += 1) },
  { id: "doctor.bytes", title: "Compare the bytes with those that were signed", group: "Capture", words: "doctor signature restored diff", when: (session) => may(session, "compare_bytes"), run: (session) => ofView(session, (id) => void session.attempt(() => session.doctor.compare(id))) },
  { id: "doctor.replay", title: "Replay with the body as it was signed", group: "Capture", words: "doctor escapes restored", when: (session) => may(session, "replay_restored"), run: (session) => ofView(session, (id) => void replayRestored(session, id)) },
  { id: "doctor.rejudge", title: "Judge refused captures again", group: "Capture", words: "secret take in", when: hasSetup, run: (session) => void session.attempt(() => session.secrets.rejudge()) },
  { id: "capture.again", title: "Convert again under today's settings", group: "Capture", words: "reconvert difference then now", when: isConverted, run: (session) => (session.overlay = "again") },
  { id: "endpoint.open", title: "Settings of this capture's endpoint", group: "Capture", words: "edit name org business contacts secrets", when: hasEndpoint, run: (session) => ofOpen(session, (endpoint) => openEndpoint(session, endpoint)) },
  { id: "endpoint.url", title: "Copy the callback URL of this endpoint", group: "Capture", words: "webhook address", when: hasEndpoint, run: (session) => ofOpen(session, (id) => void copyUrl(session, id)) },
  { id: "endpoint.token", title: "Copy the verify token of this endpoint", group: "Capture", words: "handshake secret", when: hasEndpoint, run: (session) => ofOpen(session, (id) => void session.copy({ what: "secret", of: verifyTokenOf(session, id) })) },
  { id: "endpoint.add", title: "Add an endpoint", group: "Window", words: "new workspace credentials", when: hasSetup, run: (session) => addEndpoint(session) },
  { id: "fault.set", title: "Set a fault rule", group: "Window", words: "500 503 delay retry answer wrong", when: hasEndpoint, run: (session) => ofOpen(session, (endpoint) => openEndpoint(session, endpoint)) },
  { id: "fault.clear", title: "Clear every fault rule", group: "Window", words: "500 503 delay", when: ({ status }) => (status?.faults.length ?? 0) > 0, run: (session) => void clearFaults(session) },
  { id: "selftest.local", title: "Self-test of this machine", group: "Window", words: "play facebook handshake check doctor", when: hasSetup, run: (session) => openSelfTest(session, "local") },
  { id: "selftest.tunnel", title: "Self-test through the tunnel", group: "Window", words: "play facebook handshake public url check", when: hasTunnel, run: (session) => openSelfTest(session, "tunnel") },
  { id: "tunnel.check", title: "Check whether the tunnel leads here", group: "Window", words: "reachable round trip ping", when: hasTunnel, run: (session) => void session.attempt(() => session.tunnel.check()) },
  { id: "tunnel.detect", title: "Look for a tunnel of ngrok", group: "Window", words: "detect public url", when: hasSetup, run: detect },
  { id: "tunnel.cloudflared", title: "Copy the command that opens a tunnel with cloudflared", group: "Window", words: "public url", when: hasSetup, run: (session) => void copyTunnelCommand(session, "cloudflared") },
  { id: "tunnel.ngrok", title: "Copy the command that opens a tunnel with ngrok", group: "Window", words: "public url", when: hasSetup, run: (session) => void copyTunnelCommand(session, "ngrok") },
];

function detect(session: Session): void {
  session.openSettings("tunnel");
  void session.attempt(() => session.tunnel.detect());
}
