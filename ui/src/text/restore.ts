/**
 * An edited document in the white space of its original: what is edited is laid out for reading, what is sent is the
 * body as it came but for what was changed.
 */
import { diff } from "@codemirror/merge";
import type { JsonText } from "./jsontext";
import { runNow } from "./slices";
import { tokenize } from "./tokens";

/** Different tokens of two documents that can be compared; characters stand for them. */
const MOST = 50_000;
const FIRST = 0x100;

/** `edited` as it is to be sent, where `original` is what was shown at first. What is no JSON goes as it is written. */
export function restored(original: JsonText, edited: string): string {
  if (edited === original.text) return original.source;
  const tokens = runNow(tokenize(edited));
  if (tokens === null) return edited;
  const after = Array.from({ length: tokens.length }, (_, token) => edited.slice(tokens.start[token], tokens.end[token]));
  const before = Array.from({ length: original.length }, (_, token) => original.slice(token));
  const changes = between(before, after);
  const { start, end } = original.tokens;
  const space = (token: number): string => original.source.slice(token === 0 ? 0 : end[token - 1], token < original.length ? start[token] : undefined);
  const parts: string[] = [];
  let at = 0;
  for (const { fromA, toA, fromB, toB } of [...changes, { fromA: before.length, toA: before.length, fromB: after.length, toB: after.length }]) {
    for (; at < fromA; at += 1) parts.push(space(at), before[at] ?? "");
    if (toB > fromB) parts.push(fromA < toA ? space(fromA) : "", ...after.slice(fromB, toB));
    at = toA;
  }
  parts.push(space(before.length));
  return parts.join("");
}

interface Stretch {
  fromA: number;
  toA: number;
  fromB: number;
  toB: number;
}

/** Where two lists of tokens differ. */
function between(before: readonly string[], after: readonly string[]): readonly Stretch[] {
  const codes = new Map<string, string>();
  for (const token of [...before, ...after]) {
    if (!codes.has(token)) codes.set(token, String.fromCharCode(FIRST + codes.size));
  }
  if (codes.size <= MOST) {
    const written = (tokens: readonly string[]): string => tokens.map((token) => codes.get(token)).join("");
    return diff(written(before), written(after), { scanLimit: 1000, timeout: 500 });
  }
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [{ fromA: head, toA: before.length - tail, fromB: head, toB: after.length - tail }];
}
