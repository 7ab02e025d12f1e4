/** Makes captures by hand: the shapes of the host's answers with as little writing as possible. */
import type { CaptureRow } from "../gen/CaptureRow";
import type { CaptureView } from "../gen/CaptureView";
import type { Evidence } from "../gen/Evidence";
import type { Fact } from "../gen/Fact";
import type { ItemView } from "../gen/ItemView";
import type { OriginView } from "../gen/OriginView";
import type { OutputView } from "../gen/OutputView";

export interface Stored {
  view: CaptureView;
  body: Uint8Array;
  /** Of the documents whose origins do not come with the view: by item, a list a document. */
  origins?: readonly (readonly OriginView[][])[];
}

/** 2026-03-12 14:27:41.312 UTC, in microseconds. */
export const NOON = 1_773_325_661_312_000;
const PATH = "/v3/integrations/facebook/wsp_8f21c4/facebook/crd_3b7e90/webhook";

export function fact(label: string, value: string, style = "code", note: string | null = null, pointer: string | null = null): Fact {
  return { label, value, note, style, pointer, group: null, deprecated: false };
}

/** Where the leaves of a document of `document` came from, by the place of its item and of its content in the body. */
export function origins(at: string, content: string): OriginView[] {
  const leaf = (pointer: string, kind: string, words: string, part: Partial<OriginView> = {}): OriginView => ({ pointer, kind, from: [], rule: null, setting: null, words, ...part });
  const raw = (from: string, rule: string, words: string): [string, string, Partial<OriginView>] => ["raw", words, { from: [from], rule }];
  const message = (under: string): OriginView[] => [
    leaf(`${under}/content`, ...raw(`${at}${content}`, "text", "Copied; 1 escape decoded")),
    leaf(`${under}/content_type`, ...raw(`${at}${content}`, "content_type", "Derived: what this part is decides its type")),
    leaf(`${under}/conversation_id`, "allocated", "Given out by Triptych, once"),
    leaf(`${under}/custom_channel/external_message_id`, ...raw(`${at}/message/mid`, "external_id", "Copied")),
    leaf(`${under}/date`, ...raw(`${at}/timestamp`, "date", "Derived: the time that it names, as a date in UTC")),
    leaf(`${under}/id`, "allocated", "Given out by Triptych, once"),
    leaf(`${under}/is_automated`, "constant", "The same in every document"),
    leaf(`${under}/is_deleted`, "constant", "The same in every document"),
    leaf(`${under}/sender_label`, ...raw(`${at}/sender/id`, "sender_label", "Derived: the name, else the customer's id")),
    leaf(`${under}/sender_type`, ...raw(`${at}/sender/id`, "sender_type", "Derived: who sent it decides between customer and user")),
    leaf(`${under}/status`, "constant", "The same in every document"),
    leaf(`${under}/user_id`, "constant", "The same in every document"),
  ];
  const business = ["city", "country", "formatted_address", "name", "zipcode"].map((name) =>
    leaf(`/payload/conversation/business/${name}`, "setting", "From the endpoint's settings: business", { setting: "business" }),
  );
  const contact = ["email", "img", "name", "phone_number"].map((name) =>
    leaf(`/payload/conversation/consumer_${name}`, "setting", "From what is known about the contact", { setting: `contact.${name}` }),
  );
  return [
    ...business,
    leaf("/payload/conversation/business/id", ...raw("/entry/0/id", "account", "Copied")),
    ...contact,
    leaf("/payload/conversation/id", "allocated", "Given out by Triptych, once"),
    leaf("/payload/conversation/is_read", "history", "From earlier messages of the conversation"),
    leaf("/payload/conversation/issues", "setting", "From the endpoint's settings: linked Page", { setting: "page_id" }),
    ...message("/payload/conversation/last_message"),
    leaf("/payload/conversation/messaging_partner", ...raw("/object", "partner", "Derived: the body's object names the partner")),
    leaf("/payload/conversation/status", "constant", "The same in every document"),
    ...message("/payload/message"),
    leaf("/payload/org_id", "setting", "From the endpoint's settings: org id", { setting: "org_id" }),
    leaf("/type", "constant", "The same in every document"),
  ];
}

export function document(id: number, contentType: string, content: string, made: OriginView[] = []): OutputView {
  const message = {
    id,
    conversation_id: 9107,
    date: "2026-03-12 14:27:41.074000+00:00",
    content_type: contentType,
    sender_type: "Consumer",
    sender_label: "Customer 0433",
    status: "Success",
    is_deleted: false,
    is_automated: false,
    content,
    user_id: null,
    custom_channel: { external_message_id: `m_${id}` },
  };
  const business = { id: "104882310947213", name: "Maison Lumen", city: null, zipcode: null, country: null, formatted_address: null };
  const conversation = {
    id: 9107,
    consumer_img: null,
    consumer_name: null,
    consumer_phone_number: null,
    consumer_email: null,
    last_message: message,
    is_read: false,
    status: "Open",
    business,
    messaging_partner: "Facebook",
    issues: [],
  };
  const text = JSON.stringify({ type: "message_created", payload: { message, conversation, org_id: 5120 } });
  return { message_id: id, conversation_id: 9107, content_type: contentType, document: text, duplicate: null, origins: made };
}

/** An item of `body` that starts where `needle` is found, with everything up to the brace that closes it. */
export function item(body: string, needle: string, part: Partial<ItemView> & Pick<ItemView, "title" | "kind" | "verdict">): ItemView {
  const start = Math.max(body.indexOf(needle), 0);
  const end = closing(body, start);
  const bytes = (until: number): number => new TextEncoder().encode(body.slice(0, until)).length;
  return {
    pointer: "/entry/0/messaging/0",
    via: "messaging",
    field: null,
    help: part.field ?? "unknown",
    test: false,
    rule: null,
    rule_help: part.rule == null ? null : `rule/${part.rule}`,
    reason: null,
    at: null,
    facts: [],
    range: [bytes(start), bytes(end)],
    outputs: [],
    used: [...new Set(part.outputs?.flatMap((output) => output.origins.flatMap((origin) => origin.from)))],
    unread: [],
    identity: null,
    links: [],
    ...part,
  };
}

function closing(body: string, start: number): number {
  let depth = 0;
  for (let at = start; at < body.length; at += 1) {
    if (body[at] === "{") depth += 1;
    if (body[at] === "}" && --depth === 0) return at + 1;
  }
  return body.length;
}

/** What would prove it: a signature and a token where it was judged by both. */
function evidenceOf(size: number, authentication: string): Evidence {
  if (authentication === "none" || authentication === "token") return { signature: null, token: null };
  const holds = authentication === "both" ? "app" : null;
  const value = `sha256=${"4ef069395d3ecfea3b170182607589f8".repeat(2)}`;
  return {
    signature: {
      header: "X-Hub-Signature-256",
      value,
      algorithm: "sha256",
      body_bytes: size,
      secrets_known: 1,
      holds,
      verdict: holds === null ? "No secret that is known makes this signature." : "The app secret makes this signature of the body.",
    },
    token: holds === null ? null : { header: "Authorization", masked: "••••••••", length: 16, holds, verdict: "The token is the app's." },
  };
}

export interface Draft extends Partial<Omit<CaptureView, "row">> {
  row: Partial<CaptureRow> & Pick<CaptureRow, "title">;
  body: string | Uint8Array;
  /** Seconds before noon. */
  ago?: number;
}

export function stored(id: number, draft: Draft): Stored {
  const body = typeof draft.body === "string" ? new TextEncoder().encode(draft.body) : draft.body;
  const items = draft.items ?? [];
  const of = (verdict: string): number => items.filter((candidate) => candidate.verdict === verdict).length;
  const isDone = items.length > 0 && items.every((candidate) => candidate.verdict !== null);
  const ledger = { items: items.length, converted: of("converted"), skipped: of("skipped"), unknown: of("unknown"), failed: of("failed") };
  const { row, ago = 0, body: _, ...rest } = draft;
  return {
    body,
    view: {
      query: null,
      http_version: "HTTP/1.1",
      peer: "127.0.0.1:51824",
      took_us: 3200,
      headers: [{ name: "X-Hub-Signature-256", value: "sha256=4ef069…", masked: false }, { name: "Authorization", value: "Bearer ••••", masked: true }],
      head_normalised: false,
      authentication: "both",
      reason: "The signature and the token match.",
      answer: '{"message":"EVENT_RECEIVED"}',
      truncated: false,
      error: null,
      items,
      unread: [],
      evidence: evidenceOf(body.length, rest.authentication ?? "both"),
      deliveries: [{ capture: id, received_us: NOON - ago * 1_000_000, relation: "this", status: row.status ?? 200, judgement: row.judgement ?? "accepted", spacing_us: null, changed: null }],
      replay: null,
      ...rest,
      row: {
        id,
        received_us: NOON - ago * 1_000_000,
        judgement: "accepted",
        status: 200,
        method: "POST",
        path: PATH,
        body_size: body.length,
        channel: "facebook",
        endpoint: "Maison Lumen",
        who: null,
        fields: [],
        ledger: isDone ? ledger : null,
        documents: items.reduce((sum, candidate) => sum + candidate.outputs.length, 0),
        replay_of: null,
        repeat: null,
        duplicate: false,
        pinned: false,
        note: null,
        taken_in: false,
        self_test: false,
        fault: null,
        ...row,
      },
    },
  };
}
