/** What one does with conversations: each step as the keys, the palette and the buttons take it. */
import { tick } from "svelte";
import type { ConversationRow } from "../api/gen/ConversationRow";
import type { MessageRow } from "../api/gen/MessageRow";
import { counted, when, type Zone } from "../text/format";
import { plain } from "../text/visible";
import { isInTabs, leaveFixtures } from "./quality";
import { shortName } from "./judgement";
import type { Session } from "./session.svelte";

/** Goes to the conversations; the open capture stays. */
export async function showConversations(session: Session): Promise<void> {
  const { conversations, regions } = session;
  if (conversations.isShown) return;
  await leaveFixtures(session);
  conversations.isShown = true;
  await session.attempt(() => conversations.load());
  conversations.chosen ??= conversations.rows[0]?.id ?? null;
  await tick();
  if (!isInTabs()) regions.focus("list");
}

/** Lists what was said in a conversation, and shows the newest of it in the panes. */
export async function enterConversation(session: Session, row: ConversationRow): Promise<void> {
  const { conversations, regions } = session;
  if (!(await session.attempt(() => conversations.enter(row)))) return;
  const [newest] = conversations.messages;
  if (newest !== undefined) await showMessage(session, newest);
  await tick();
  regions.focus("list");
}

/** Back to all conversations. */
export async function leaveConversation({ conversations, regions }: Session): Promise<void> {
  conversations.leave();
  await tick();
  regions.focus("list");
}

/** Shows a message in the panes: the capture that made it, if that is stored, at its document. */
export async function showMessage(session: Session, message: MessageRow): Promise<void> {
  const { conversations, opened } = session;
  conversations.message = message.id;
  if (message.capture === null) return;
  session.select(message.capture);
  await opened.whole();
  if (opened.view?.row.id !== message.capture || conversations.message !== message.id) return;
  const output = opened.outputs.findIndex(({ view }) => view.message_id === message.id);
  if (output >= 0) opened.goToOutput(output);
}

/** Moves through what is listed: conversations, or the messages of one. */
export async function stepConversation(session: Session, delta: number): Promise<void> {
  const { conversations } = session;
  const message = conversations.open === null ? undefined : conversations.neighbour(delta);
  if (conversations.open === null) conversations.step(delta);
  else if (message !== undefined) await showMessage(session, message);
}

/** Who it is with: the name, else the id as far as it tells one from another. */
export function nameOf(row: ConversationRow): string {
  return row.name ?? shortName(row.thread_id);
}

/** Through which endpoint it goes, and of which kind it is. */
export function placeOf(row: ConversationRow): string {
  return `${row.endpoint}${row.partner === "Instagram" ? " · Instagram" : ""}${row.is_comment ? " · comments" : ""}`;
}

/** A row as a sentence, for those who hear it. */
export function conversationSentence(row: ConversationRow, zone: Zone): string {
  const last = `${row.last.is_own ? "business" : "customer"}: ${saidOf(row.last)}`;
  return plain([row.name ?? row.thread_id, placeOf(row), counted(row.messages, "message"), last, when(row.last.date_ms * 1000, 0, zone)].join(", "));
}

export function messageSentence(row: MessageRow, zone: Zone): string {
  const source = row.capture === null ? "its capture is gone" : `capture ${row.capture}`;
  return plain([row.is_own ? "Business" : "Customer", saidOf(row), row.content_type, when(row.date_ms * 1000, 0, zone), source].join(", "));
}

/** What a message says in a line. */
export function saidOf({ content, content_type: type }: MessageRow): string {
  return type === "Text" || type === "IgStoryReply" ? content.replaceAll(/\s+/g, " ") : type;
}
