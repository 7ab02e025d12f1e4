/** Endpoints, secrets, doctors, self-test and tunnel without a host: enough of each to see and test the window. */
import type { Commands } from "../backend";
import type { AppStatus } from "../gen/AppStatus";
import type { EndpointForm } from "../gen/EndpointForm";
import type { EndpointView } from "../gen/EndpointView";
import type { FaultRule } from "../gen/FaultRule";
import type { FieldFault } from "../gen/FieldFault";
import type { SecretRef } from "../gen/SecretRef";
import type { SecretsView } from "../gen/SecretsView";
import type { SecretView } from "../gen/SecretView";
import type { SelfTest } from "../gen/SelfTest";
import type { TunnelView } from "../gen/TunnelView";
import type { TrustCommands } from "../trust";
import { diagnosisOf, restoredOf } from "./diagnoses";
import { NOON, type Stored } from "./make";

const LOCAL = "http://127.0.0.1:3333";
const MASK = "••••••••••••••••";

/** What the rest of the host does for this part of it. */
export interface Rest {
  captures: () => readonly Stored[];
  status: () => AppStatus;
  /** Changes the status, and ticks. */
  tell: (part: Partial<AppStatus>) => void;
  /** Takes a refused capture in. Answers the new one's id. */
  takeIn: (id: number) => number;
  /** Replays a capture whose body was changed so. Answers the new one's id. */
  replay: (id: number, change: string) => number;
}

type Handlers = { [C in keyof TrustCommands]: (request: Commands[C][0]) => Commands[C][1] };

export class TrustMemory {
  /** Which secret makes refused captures hold. */
  missing = "5f0e2d1c4b3a69788796a5b4c3d2e1f0";
  /** Refused captures were rewritten on the way. */
  isRewritten = false;
  /** What the self-test comes to. */
  outcome: "passed" | "failed" = "passed";

  #endpoints: EndpointView[] = [made(1, "facebook", "wsp_8f21c4", "crd_3b7e90", "Maison Lumen"), made(2, "instagram", "wsp_8f21c4", "crd_77aa01", "")];
  #secrets: SecretView[] = [];
  #token = "tok_3f9c1e7ab24d";
  #url: string | null = null;
  #run: SelfTest | null = null;
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  readonly handlers: Handlers = {
    "endpoints.list": () => this.#list(),
    "endpoints.get": ({ id }) => this.#find(id),
    "endpoints.add": ({ only_check: isCheck, ...key }) => {
      const faults: FieldFault[] = (["workspace_id", "credentials_id"] as const).filter((name) => key[name].trim() === "").map((field) => ({ field, severity: "error", message: "It cannot be empty: it is a part of the path." }));
      if (this.#endpoints.some(({ row }) => row.channel === key.channel && row.workspace_id === key.workspace_id && row.credentials_id === key.credentials_id)) faults.push({ field: "credentials_id", severity: "error", message: "This endpoint is there already." });
      if (faults.length > 0 || isCheck) return { faults, endpoint: null };
      const endpoint = made(this.#endpoints.length + 1, key.channel, key.workspace_id, key.credentials_id, "");
      this.#endpoints.push(endpoint);
      return { faults, endpoint };
    },
    "endpoints.save": ({ id, form, only_check: isCheck }) => {
      const faults = judge(form);
      if (isCheck || faults.some(({ severity }) => severity === "error")) return { faults, endpoint: null };
      return { faults, endpoint: this.#alter(id, (view) => ({ ...view, form, row: { ...view.row, name: form.name || null, title: form.name || `${view.row.workspace_id}/${view.row.credentials_id}`, policy: form.policy } })) };
    },
    "endpoints.delete": ({ id }) => {
      this.#endpoints = this.#endpoints.filter(({ row }) => row.id !== id);
      return this.#list();
    },
    "endpoints.set_fault": ({ id, fault }) => this.#setFault(id, fault),
    "secrets.get": ({ endpoint }) => this.#view(endpoint),
    "secrets.reveal": ({ of }) => ({ value: this.#reveal(of) }),
    "secrets.set_token": ({ of, value }) => ({ view: this.#setToken(of, value), rejudged: of.kind === "verify_token" || value === "" ? null : this.#rejudge(value) }),
    "secrets.rotate_token": ({ of }) => ({ view: this.#setToken(of, "tok_rotated"), rejudged: null }),
    "secrets.add": ({ endpoint, secret }) => {
      const warning = secret.length === 32 ? null : `${secret.length} characters. A Facebook app secret has 32 hexadecimal digits; signatures will not match.`;
      const added = { id: Date.now(), masked: MASK, added_us: NOON, warning };
      if (endpoint === null) this.#secrets = [...this.#secrets, added];
      else this.#alter(endpoint, (view) => ({ ...view, secrets: [...view.secrets, added] }));
      return { view: this.#view(endpoint), rejudged: this.#rejudge(secret), warning };
    },
    "secrets.remove": ({ of }) => {
      this.#secrets = this.#secrets.filter(({ id }) => !("id" in of) || id !== of.id);
      this.#endpoints = this.#endpoints.map((view) => ({ ...view, secrets: view.secrets.filter(({ id }) => !("id" in of) || id !== of.id) }));
      return this.#view(null);
    },
    "captures.rejudge": () => this.#rejudge(""),
    "captures.convert_again": ({ id }) => again(id, this.#rest.captures(), this.#find(1).form),
    "doctor.explain": ({ id }) => {
      const view = this.#rest.captures().find((capture) => capture.view.row.id === id)?.view;
      if (view === undefined) throw { code: "no_capture", message: `There is no capture ${id}.`, hint: null };
      return diagnosisOf(view, this.isRewritten);
    },
    "doctor.restored": ({ id }) => restoredOf(id),
    "doctor.replay_restored": ({ id }) => ({ status: 200, message: "EVENT_RECEIVED", capture: this.#rest.replay(id, "body as it was signed") }),
    "selftest.start": ({ target, url }) => {
      if (target === "url" && !/^https?:\/\/./.test(url ?? "")) throw { code: "bad_url", message: "This is no URL.", hint: "It starts with https:// and a host." };
      this.#run = selfTest(target, `${target === "local" ? LOCAL : (url ?? this.#url)}/v3/integrations/facebook/local/facebook/local/webhook`, "running");
      return this.#run;
    },
    "selftest.get": () => {
      if (this.#run?.running === true) this.#run = selfTest(this.#run.target, this.#run.url, this.outcome);
      return this.#run;
    },
    "selftest.cancel": () => (this.#run = this.#run === null ? null : { ...this.#run, running: false, cancelled: true, verdict: "cancelled", title: "Cancelled." }),
    "tunnel.get": () => this.#tunnel(),
    "tunnel.set": ({ url }) => {
      if (url !== null && !/^https?:\/\/[^/ ]+/.test(url)) return { fault: { field: "url", severity: "error", message: "A public URL starts with https:// and a host." }, note: null, view: this.#tunnel() };
      this.#url = url === null ? null : new URL(url).origin;
      this.#rest.tell({ tunnel: this.#url === null ? null : { url: this.#url, state: "unknown", round_trip_ms: null, checked_us: null, code: null, sentence: "Not checked yet.", fix: null } });
      return { fault: null, note: url !== null && this.#url !== url ? "The path was left out: each endpoint has its own." : null, view: this.#tunnel() };
    },
    "tunnel.detect": () => ({ found: [{ url: "https://d3f1.ngrok-free.app", forwards_to: LOCAL, ours: true }, { url: "https://other.ngrok-free.app", forwards_to: "http://127.0.0.1:8080", ours: false }], sentence: "ngrok's agent has 2 tunnels, one of which leads here." }),
    "tunnel.check": () => {
      if (this.#url !== null) this.#rest.tell({ tunnel: { url: this.#url, state: "reachable", round_trip_ms: 46, checked_us: NOON, code: null, sentence: "A handshake came back as Facebook wants it.", fix: null } });
      return this.#tunnel();
    },
  };

  has(name: string): name is keyof TrustCommands {
    return name in this.handlers;
  }

  answer(name: keyof TrustCommands, request: never): unknown {
    return (this.handlers[name] as (request: never) => unknown)(request);
  }

  #list(): { endpoints: EndpointView["row"][] } {
    return { endpoints: this.#endpoints.map(({ row }) => row) };
  }

  #find(id: number): EndpointView {
    const found = this.#endpoints.find(({ row }) => row.id === id);
    if (found === undefined) throw { code: "no_endpoint", message: "There is no such endpoint.", hint: null };
    return found;
  }

  #alter(id: number, change: (view: EndpointView) => EndpointView): EndpointView {
    this.#endpoints = this.#endpoints.map((view) => (view.row.id === id ? change(view) : view));
    return this.#find(id);
  }

  #setFault(id: number, fault: FaultRule | null): EndpointView {
    const view = this.#alter(id, (before) => ({ ...before, row: { ...before.row, fault } }));
    this.#rest.tell({ faults: this.#endpoints.flatMap(({ row }) => (row.fault === null ? [] : [{ endpoint_id: row.id, endpoint: row.title, ...row.fault }])) });
    return view;
  }

  #view(endpoint: number | null): SecretsView {
    if (endpoint === null) return { endpoint, token: { id: 0, masked: MASK, added_us: null, warning: null }, verify_token: null, secrets: this.#secrets };
    const { bearer_token, verify_token, secrets } = this.#find(endpoint);
    return { endpoint, token: bearer_token, verify_token, secrets };
  }

  #reveal(of: SecretRef): string {
    return of.kind === "app_token" ? this.#token : `${of.kind}_in_clear`;
  }

  #setToken(of: SecretRef, value: string): SecretsView {
    if (/\s/.test(value)) throw { code: "bad_token", message: "A token has no white space inside.", hint: null };
    const view = value === "" ? null : { id: 0, masked: MASK, added_us: NOON, warning: null };
    if (of.kind === "app_token") this.#token = value;
    if (of.kind !== "bearer_token" && of.kind !== "verify_token") return this.#view(null);
    this.#alter(of.endpoint, (before) => ({ ...before, [of.kind]: view, row: { ...before.row, [`has_${of.kind}`]: view !== null } }));
    return this.#view(of.endpoint);
  }

  #rejudge(secret: string): { looked: number; admitted: number[]; still_refused: number; cut: number } {
    const refused = this.#rest.captures().filter(({ view }) => view.row.judgement === "unauthenticated" && view.evidence.signature !== null);
    const admitted = secret === this.missing ? refused.map(({ view }) => this.#rest.takeIn(view.row.id)) : [];
    return { looked: refused.length, admitted, still_refused: refused.length - admitted.length, cut: 0 };
  }

  #tunnel(): TunnelView {
    const callbacks = this.#endpoints.map(({ row }) => ({
      endpoint_id: row.id,
      title: row.title,
      channel: row.channel,
      url: `${this.#url ?? LOCAL}/v3/integrations/${row.channel}/${row.workspace_id}/${row.channel}/${row.credentials_id}/webhook`,
      verify: { kind: "app_token" } as const,
    }));
    const commands = [
      { program: "cloudflared", command: `cloudflared tunnel --url ${LOCAL}`, install: "From Cloudflare; no account is needed." },
      { program: "ngrok", command: "ngrok http 127.0.0.1:3333", install: "From ngrok; it wants an account." },
    ];
    return { url: this.#url, local: LOCAL, callbacks, commands, state: this.#rest.status().tunnel };
  }
}

function made(id: number, channel: string, workspace: string, credentials: string, name: string): EndpointView {
  const path = `/v3/integrations/${channel}/${workspace}/${channel}/${credentials}/webhook`;
  const form = { name, org_id: "5120", page_id: "", policy: "required", business: { id: "", name, city: "", zipcode: "", country: "", formatted_address: "" }, contacts: [] };
  const row = { id, channel, workspace_id: workspace, credentials_id: credentials, name: name || null, title: name || `${workspace}/${credentials}`, captures: id === 1 ? 904 : 0, last_us: null, created_us: NOON, policy: "required", fault: null, has_bearer_token: false, has_verify_token: false, secrets: 0, callback_url: `${LOCAL}${path}` };
  return { row, local_url: `${LOCAL}${path}`, public_url: null, form, bearer_token: null, verify_token: null, secrets: [], conversations: id === 1 ? 12 : 0 };
}

function judge(form: EndpointForm): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!/^-?\d+$/.test(form.org_id)) faults.push({ field: "org_id", severity: "error", message: "A whole number, such as 5120." });
  form.contacts.forEach((contact, index) => {
    if (contact.customer.trim() === "") faults.push({ field: `contacts.${index}.customer`, severity: "error", message: "Which customer it is about." });
    if (contact.email !== "" && !contact.email.includes("@")) faults.push({ field: `contacts.${index}.email`, severity: "warning", message: "This looks like no e-mail address." });
  });
  return faults;
}

/** The documents with the business's name of today. */
function again(id: number, captures: readonly Stored[], form: EndpointForm): TrustCommands["captures.convert_again"][1] {
  const view = captures.find((capture) => capture.view.row.id === id)?.view;
  const items = (view?.items ?? []).map(({ pointer, title, verdict, rule, reason, outputs }) => {
    const side = { verdict: verdict ?? "", rule, reason };
    const remade = outputs.map(({ document }) => {
      const today = document.replaceAll('"name":"Maison Lumen"', `"name":${JSON.stringify(form.business.name)}`);
      return { then: document, now: today, changed: today === document ? [] : ["/payload/conversation/business/name"] };
    });
    return { pointer, title, then: side, now: side, changed: remade.some(({ changed }) => changed.length > 0), outputs: remade };
  });
  return { id, changed: items.some(({ changed }) => changed), why: null, items };
}

const STEPS: readonly [string, string, string][] = [
  ["handshake", "Handshake", "200 and the challenge"],
  ["handshake_wrong_token", "Handshake with a wrong token", "403"],
  ["signed", "Signed delivery", "200, and it arrives as it was sent"],
  ["wrong_signature", "Delivery with a wrong signature", "401"],
  ["wrong_token", "Delivery with a wrong token", "401"],
];

function selfTest(target: string, url: string, verdict: "passed" | "failed" | "running"): SelfTest {
  const steps = STEPS.map(([name, title, expected], index) => {
    const outcome = verdict === "running" ? (index === 0 ? "running" : "waiting") : verdict === "failed" && index > 2 ? "skipped" : verdict === "failed" && index === 2 ? "failed" : "passed";
    const isDone = outcome === "passed" || outcome === "failed";
    const sentence = outcome === "failed" ? "The body was rewritten on the way: `\\/` came as `/`." : isDone ? `Answered as Facebook wants it: ${expected}.` : "";
    const said = isDone ? { sent: "GET /v3/integrations/… HTTP/1.1\nhub.verify_token: ••••", got: "HTTP/1.1 200 OK\n\n1158201444", arrived: "#41, as it was sent", capture: 1, took_us: 4_200 } : { sent: null, got: null, arrived: null, capture: null, took_us: null };
    return { name, title, expected, outcome, code: outcome === "failed" ? "body_rewritten" : null, sentence, fix: null, ...said };
  });
  const title = { passed: "Facebook can deliver here: all 5 steps went well.", failed: "The tunnel rewrites bodies.", running: "Playing Facebook." }[verdict];
  return { id: 1, target, url, endpoint: "local/local", started_us: NOON, running: verdict === "running", cancelled: false, verdict, code: verdict === "failed" ? "body_rewritten" : null, title, fix: verdict === "failed" ? "Turn off what rewrites bodies in the tunnel." : null, steps };
}
