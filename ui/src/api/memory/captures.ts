/** A few captures that cover the states of the window. */
import { document, fact, item, NOON, origins, stored, type Draft, type Stored } from "./make";

const MIXED = String.raw`{"object":"page","entry":[{"id":"104882310947213","time":1773325661240,"messaging":[{"sender":{"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1773325661074,"message":{"mid":"m_Qx7VfT2mKpO9kkaVh1Yt8mNbQeRsTuVwXyZaBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789EDd3kA","text":"Is the caf\u00e9 table still available in white?","quick_reply":{"payload":"WHITE"},"attachments":[{"type":"image","payload":{"url":"https:\/\/scontent.xx.fbcdn.net\/v\/t1.15752-9\/482011_n.jpg?stp=dst-jpg&_nc_cat=104&ccb=1-7&oh=03_Q7cD1wF0rD&oe=67F0C3"}}],"nlp":{"detected_locales":[{"locale":"en_US","confidence":0.9981}]}}},{"sender":{"id":"104882310947213"},"recipient":{"id":"7310482956120433"},"timestamp":1773325661090,"message":{"mid":"m_e2","is_echo":true,"app_id":948120377415902,"text":"Two left in white. Shall I hold one?"}},{"sender":{"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1773325661100,"read":{"watermark":1773325618000}},{"sender":{"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1773325661110,"message_nudge":{"at":1}}]}]}`;

const FIRST = "/entry/0/messaging/0";
const SECOND = "/entry/0/messaging/1";

const mixed: Draft = {
  body: MIXED,
  row: { title: "Is the café table still available in white?", who: "7310482956120433", fields: ["messages", "message_echoes", "message_reads", "unknown"] },
  unread: ["/entry/0/time"],
  deliveries: [
    { capture: 4, received_us: NOON - 60_400_000, relation: "original", status: 503, judgement: "incomplete", spacing_us: null, changed: null },
    { capture: 11, received_us: NOON, relation: "this", status: 200, judgement: "accepted", spacing_us: 60_400_000, changed: null },
    { capture: 12, received_us: NOON + 76_300_000, relation: "replay", status: 200, judgement: "accepted", spacing_us: 76_300_000, changed: "1 value edited" },
  ],
  items: [
    item(MIXED, '{"sender":{"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1773325661074', {
      title: "Message",
      kind: "message",
      field: "messages",
      verdict: "converted",
      facts: [
        fact("From", "7310482956120433", "code", "customer", `${FIRST}/sender/id`),
        fact("To", "104882310947213", "code", "Maison Lumen", `${FIRST}/recipient/id`),
        fact("Sent", "2026-03-12T14:27:41.074Z", "time", "238 ms in transit", `${FIRST}/timestamp`),
        fact("Text", "Is the café table still available in white?", "text", null, `${FIRST}/message/text`),
        fact("Quick reply", "WHITE", "code", null, `${FIRST}/message/quick_reply/payload`),
        fact("Image", "https://scontent.xx.fbcdn.net/v/t1.15752-9/482011_n.jpg?stp=dst-jpg&_nc_cat=104&ccb=1-7&oh=03_Q7cD1wF0rD&oe=67F0C3", "url", null, `${FIRST}/message/attachments/0/payload/url`),
        fact("Message ID", "m_Qx7VfT2mKpO9kkaVh1Yt8mNbQeRsTuVwXyZaBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789EDd3kA", "code", null, `${FIRST}/message/mid`),
      ],
      outputs: [document(48213, "Text", "Is the café table still available in white?", origins(FIRST, "/message/text")), document(48214, "Image", "https://scontent.xx.fbcdn.net/v/t1.15752-9/482011_n.jpg", origins(FIRST, "/message/attachments/0/payload/url"))],
      unread: ["/entry/0/messaging/0/message/nlp"],
    }),
    item(MIXED, '{"sender":{"id":"104882310947213"}', {
      pointer: "/entry/0/messaging/1",
      title: "Echo",
      kind: "echo",
      field: "message_echoes",
      verdict: "converted",
      facts: [fact("To", "7310482956120433", "code", "customer", `${SECOND}/recipient/id`), fact("Text", "Two left in white. Shall I hold one?", "text", null, `${SECOND}/message/text`), fact("App", "948120377415902", "code", null, `${SECOND}/message/app_id`)],
      outputs: [document(48215, "Text", "Two left in white. Shall I hold one?", origins(SECOND, "/message/text"))],
      identity: "mid m_e2",
      links: [
        { relation: "reply_to", incoming: false, capture: 2, item: 0, id: "m_48216", note: null },
        { relation: "edit_of", incoming: true, capture: null, item: null, id: "m_gone", note: "not in the store any more" },
      ],
    }),
    item(MIXED, '{"sender":{"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1773325661100', {
      pointer: "/entry/0/messaging/2",
      title: "Read receipt",
      kind: "read",
      field: "message_reads",
      verdict: "skipped",
      rule: "read_receipt",
      reason: "A read receipt never creates a message.",
    }),
    item(MIXED, '{"sender":{"id":"7310482956120433"},"recipient":{"id":"104882310947213"},"timestamp":1773325661110', {
      pointer: "/entry/0/messaging/3",
      title: "message_nudge",
      kind: "unknown",
      verdict: "unknown",
      reason: "No decoder for this key. The bytes are kept.",
    }),
  ],
};

/** A message with this text, as Facebook would send it. */
export function simple(text: string, id = 48216): Draft {
  const body = JSON.stringify({ object: "page", entry: [{ id: "104882310947213", messaging: [{ sender: { id: "C9" }, message: { mid: `m_${id}`, text } }] }] });
  const made = item(body, '{"sender"', { title: "Message", kind: "message", field: "messages", verdict: "converted", facts: [fact("From", "C9"), fact("Text", text, "text")], outputs: [document(id, "Text", text)] });
  return { body, row: { title: text, who: "C9", fields: ["messages"] }, items: [made] };
}

const READ = '{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"8870"},"read":{"watermark":1773325269000}}]}]}';
const BROKEN = '{"object":"page","entry":[{"id":"104882310947213","messaging":[{"message":{"text":"Bonj';
const FAILED = '{"object":"page","entry":[{"id":"1","messaging":[{"message":{"mid":"m_f","text":"who sent this?"}}]}]}';

function duplicate(): Draft {
  const draft = simple("Is the café table still available in white?", 48213);
  const items = draft.items?.map((made) => ({ ...made, outputs: made.outputs.map((output) => ({ ...output, duplicate: { of: 11, conflict: false } })) }));
  return { ...draft, ...(items === undefined ? {} : { items }), row: { ...draft.row, replay_of: 11, duplicate: true, repeat: { nth: 1, of: 11, retry: false, conflict: false } } };
}

const refused = { judgement: "unauthenticated", status: 401, title: "Signature does not match", channel: "facebook" };
const HOSTILE = "<img src=x onerror=alert(1)> \u202egnp.exe\u200b <script>alert(2)</script>";

/** Oldest first. */
const drafts: Draft[] = [
  { body: READ, ago: 230, row: { title: "Read up to 14:21:09", who: "8870", fields: ["message_reads"] }, items: [item(READ, '{"sender"', { title: "Read receipt", kind: "read", field: "message_reads", verdict: "skipped", rule: "read_receipt", reason: "A read receipt never creates a message." })] },
  { ...simple("Do you ship to Lyon?"), ago: 215 },
  { body: BROKEN, ago: 131, row: { judgement: "invalid", status: 400, title: "Body is not JSON" }, reason: "The body ends inside a string.", answer: '{"message":"not JSON: EOF while parsing a string at line 1 column 87"}', error: { message: "ends inside a string", offset: BROKEN.length, line: 1, column: BROKEN.length } },
  { body: "", ago: 57, row: { judgement: "verification", status: 403, method: "GET", title: "Verify token differs" }, query: "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=••••", authentication: "failed", reason: "hub.verify_token differs at character 9.", answer: '{"message":"verify token differs"}' },
  { body: "", ago: 43, row: { judgement: "verification", status: 200, method: "GET", title: "Challenge echoed" }, query: "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=••••", authentication: "token", reason: "The verify token matches.", answer: "1158201444" },
  { body: MIXED, ago: 29, row: refused, authentication: "failed", reason: "The signature matches no app secret. One is set.", answer: '{"message":"signature does not match"}' },
  { body: FAILED, ago: 21, row: { title: "who sent this?", fields: ["messages"] }, items: [item(FAILED, '{"message":{"mid"', { title: "Message", kind: "message", field: "messages", verdict: "failed", rule: "missing_customer", reason: "The message names no sender.", at: "/entry/0/messaging/0/sender", facts: [fact("Text", "who sent this?", "text")] })] },
  { ...simple(HOSTILE), ago: 12 },
  { body: new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0xac, 0x22, 0x7d]), ago: 8, row: { judgement: "invalid", status: 400, title: "Body is not UTF-8" }, reason: "The body is no UTF-8.", error: { message: "not UTF-8", offset: 6, line: 1, column: 7 } },
  { body: "", ago: 5, row: { judgement: "unrouted", status: 404, path: "/wp-login.php", title: "No such path", endpoint: null, channel: null }, authentication: "none", reason: "The path is no webhook of Triptych.", answer: '{"message":"expected /v3/integrations/…"}' },
  { ...mixed },
  { ...duplicate(), ago: -6 },
  { ...simple("Merci, je passe demain matin"), ago: -9 },
  { ...simple("Just in"), items: [], ago: -12 },
];

export function sampleCaptures(): Stored[] {
  return drafts.map((draft, index) => stored(index + 1, draft));
}

/** So many captures of one message, and one of 1,000 items. */
export function manyCaptures(count: number): Stored[] {
  const all = Array.from({ length: count }, (_, index) => stored(index + 1, { ...simple(`Message ${index + 1}`), ago: count - index }));
  const messaging = Array.from({ length: 1000 }, (_, index) => ({ sender: { id: `C${index}` }, message: { mid: `m_${index}`, text: `Batch é ${index}` } }));
  const body = JSON.stringify({ object: "page", entry: [{ id: "1", time: NOON, messaging }] });
  const items = messaging.map((one, index) =>
    item(body, JSON.stringify(one), { pointer: `/entry/0/messaging/${index}`, title: "Message", kind: "message", field: "messages", verdict: "converted", facts: [fact("From", one.sender.id), fact("Text", one.message.text, "text")], outputs: [document(index + 1, "Text", one.message.text)] }),
  );
  all.push(stored(count + 1, { body, row: { title: "A batch of 1,000", who: "C0", fields: ["messages"] }, items }));
  return all;
}

/** One capture of a body of so many bytes: one item, one long line. */
export function largeCapture(size: number): Stored {
  const one = JSON.stringify({ a: "é".repeat(20), b: [1, 2.50, null, { c: true, d: "https:\\/\\/example.net" }] });
  const body = `{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"C9"},"message":{"mid":"m","text":"x","nlp":[${Array(Math.ceil(size / one.length)).fill(one).join(",")}]}}]}]}`;
  return stored(1, { body, row: { title: "Large", fields: ["messages"] }, items: [item(body, '{"sender"', { title: "Message", kind: "message", verdict: "converted", outputs: [document(1, "Text", "x")] })] });
}
