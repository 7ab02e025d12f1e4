/** What people saw of a capture: its messages as bubbles, and between them what else happened, in the order of the items. */
import type { ItemView } from "../api/gen/ItemView";
import { clock, cutMiddle, day, microseconds, when, type Zone } from "../text/format";
import { plain } from "../text/visible";
import type { Output } from "./opened.svelte";

/** Where the content of a message stands in its document. */
export const CONTENT = "/payload/message/content";

/** A document as a bubble. */
export interface Bubble {
  kind: "bubble";
  /** Both from 0: the item, and the output over all items. */
  item: number;
  output: number;
  /** Whether the business said it. */
  isOwn: boolean;
  /** When it was sent, in microseconds; `null` where the document's date is none. */
  at: number | null;
  /** `Text`, `Image`, … */
  type: string;
  content: string;
  /** What else is to be said of it, or of the first of its item: `echo`, `tapped “WHITE”`. */
  asides: string[];
}

/** An item without a message: what happened, in a line. */
export interface Event {
  kind: "event";
  item: number;
  words: string;
}

/** The messages after it were sent on another day than those before. */
export interface Day {
  kind: "day";
  words: string;
}

export type Line = Bubble | Event | Day;

/** Values that say more of a message, by the end of their pointer. */
const ASIDES: readonly (readonly [string, (value: string) => string])[] = [
  ["/message/quick_reply/payload", (value) => `tapped “${value}”`],
  ["/message/app_id", (value) => `app ${cutMiddle(value, 9)}`],
];
/** Characters of a value that a line shows. */
const SHOWN = 60;
/** What a line leaves out: who and when are said by the conversation and the cards. */
const PARTIES = /^(From|To|Sent|Customer|Account)$/;

/** A date as the documents write it, in microseconds. */
function sent(date: string): number | null {
  return microseconds(date.replace(" ", "T").replace(/(\.\d{3})\d*/, "$1"));
}

function bubble(item: ItemView, { item: index, view }: Output, output: number, isFirst: boolean): Bubble {
  const { payload } = JSON.parse(view.document) as { payload: { message: { date: string; content: string; sender_type: string } } };
  const { date, content, sender_type: sender } = payload.message;
  const said = !isFirst ? [] : ASIDES.flatMap(([end, words]) => item.facts.filter(({ pointer }) => pointer?.endsWith(end) === true).map(({ value }) => words(value)));
  const asides = item.kind === "message" ? said : [item.title.toLowerCase(), ...said];
  return { kind: "bubble", item: index, output, isOwn: sender === "User", at: sent(date), type: view.content_type, content, asides };
}

/** What an item without a message tells: `Read receipt, up to 14:26:58`. */
function event(item: ItemView, index: number, received: number, zone: Zone): Event {
  const told = item.facts.find(({ label, style }) => style !== "url" && !PARTIES.test(label));
  const at = told?.style === "time" ? microseconds(told.value) : null;
  const value = told === undefined ? "" : at !== null ? when(at, received, zone) : cutMiddle(told.value, SHOWN);
  const verdict = item.verdict === "unknown" ? "no decoder" : item.verdict === "failed" ? `failed: ${item.reason ?? ""}` : "";
  const detail = verdict !== "" ? verdict : told === undefined ? "" : `${told.label.toLowerCase()} ${value}`;
  return { kind: "event", item: index, words: detail === "" ? item.title : `${item.title}, ${detail}` };
}

/** The lines of some items (by number), with what came out of all. */
export function lines(items: readonly ItemView[], outputs: readonly Output[], shown: readonly number[], received: number, zone: Zone): Line[] {
  const byItem = new Map<number, Bubble[]>();
  outputs.forEach((output, index) => {
    const item = items[output.item];
    const before = byItem.get(output.item) ?? [];
    if (item !== undefined) byItem.set(output.item, [...before, bubble(item, output, index, before.length === 0)]);
  });
  const out: Line[] = [];
  let last = "";
  for (const index of shown) {
    const item = items[index];
    if (item === undefined) continue;
    for (const line of byItem.get(index) ?? [event(item, index, received, zone)]) {
      const today = line.kind !== "bubble" || line.at === null ? last : day(line.at, zone);
      if (today !== last) out.push({ kind: "day", words: today });
      last = today;
      out.push(line);
    }
  }
  return out;
}

/** `14:27:41, echo`: what stands below a bubble. */
export function metaOf({ at, asides }: Bubble, zone: Zone): string {
  return [at === null ? "" : clock(at, zone), ...asides.map(plain)].filter((part) => part !== "").join(", ");
}

/** A line as it is copied and read out. */
export function lineText(line: Line, zone: Zone): string {
  if (line.kind !== "bubble") return line.words;
  return `${line.isOwn ? "Business" : "Customer"}, ${metaOf(line, zone)}, ${line.type}: ${line.content}`;
}
