/** The conversations that the documents of captures made by hand belong to. */
import type { ConversationPage } from "../gen/ConversationPage";
import type { MessagePage } from "../gen/MessagePage";
import type { MessageRow } from "../gen/MessageRow";
import type { Stored } from "./make";

interface Said extends MessageRow {
  conversation: number;
  label: string;
}

function said(captures: readonly Stored[]): Said[] {
  const all = captures.flatMap(({ view: { row, items } }) =>
    items.flatMap(({ pointer, outputs }) =>
      outputs.map((output): Said => {
        const { message } = (JSON.parse(output.document) as { payload: { message: Record<string, string> } }).payload;
        const date = Date.parse((message["date"] ?? "").replace(" ", "T").replace(/(\.\d{3})\d*/, "$1"));
        return { id: output.message_id, conversation: output.conversation_id, label: message["sender_label"] ?? "", date_ms: date, is_own: message["sender_type"] === "User", content_type: output.content_type, content: message["content"] ?? "", capture: row.id, pointer };
      }),
    ),
  );
  const once = new Map(all.map((message) => [message.id, message]));
  return [...once.values()].sort((a, b) => b.date_ms - a.date_ms || b.id - a.id);
}

export function conversationPage(captures: readonly Stored[], word: string): ConversationPage {
  const by = new Map<number, Said[]>();
  for (const message of said(captures)) by.set(message.conversation, [...(by.get(message.conversation) ?? []), message]);
  const rows = [...by].flatMap(([id, [last, ...others]]) => (last === undefined ? [] : { id, endpoint: "Maison Lumen", partner: "Facebook", account: "104882310947213", is_comment: false, thread_id: "7310482956120433", name: last.label, messages: others.length + 1, last }));
  const found = rows.filter(({ name, thread_id: thread }) => `${name} ${thread}`.toLowerCase().includes(word.toLowerCase()));
  return { rows: found, next: null, total: found.length };
}

export function messagePage(captures: readonly Stored[], conversation: number): MessagePage {
  return { rows: said(captures).filter((message) => message.conversation === conversation), next: null };
}
