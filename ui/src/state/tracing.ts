/** A trace in words: for the trace bar, and for those who hear it. */
import type { CaptureView } from "../api/gen/CaptureView";
import { plain } from "../text/visible";
import type { Traced } from "./ties";

/** Names said at once. */
const SAID = 3;

export interface Words {
  /** Of the body. */
  from: string;
  /** On the cards. */
  cards: string;
  /** In the documents. */
  to: string;
  how: string;
}

/** `/payload/conversation/last_message/content` is `last_message.content`. */
function leafName(pointer: string): string {
  const steps = pointer.split("/").slice(1);
  if (steps[0] === "payload" && steps.length > 1) steps.shift();
  if (steps[0] === "conversation" && steps[1] === "last_message") steps.shift();
  return steps.join(".");
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const more = unique.length - SAID;
  return [...unique.slice(0, SAID), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** The words of a trace; `shown` is the output (from 0) that needs no number. */
export function wordsOf(view: CaptureView, traced: Traced, shown: number): Words {
  const facts = traced.facts.map(({ item, fact }) => plain(view.items[item]?.facts[fact]?.label ?? ""));
  const leaves = traced.leaves.map(({ output, pointer }) => `${leafName(pointer)}${output === shown ? "" : ` of output ${output + 1}`}`);
  return { from: listed(traced.raw.map(plain)), cards: listed(facts), to: listed(leaves), how: how(traced) };
}

function how({ words, isUnread, facts }: Traced): string {
  const [first, second, ...others] = words;
  if (first !== undefined && second !== undefined) return others.length > 0 ? `${first}, and ${words.length - 1} other ways` : `${first} · ${second}`;
  if (first !== undefined) return first;
  if (isUnread) return "Not read";
  return facts.length > 0 ? "Decoded, not in the output" : "Not in the output";
}
