/** Long strings of JSON text shown by their ends. What is left out is only not drawn. */
import type { JsonText } from "./jsontext";
import { Kind } from "./tokens";
import { byteLength } from "./utf8";

/** Longest string that is drawn whole, in UTF-16 units between the quotes. */
export const LONGEST = 120;
/** What is drawn of a longer one, about. */
const HEAD = 36;
const TAIL = 12;

export interface Cut {
  token: number;
  /** What is not drawn, in the shown text. */
  from: number;
  to: number;
  /** Length of the string as it came, in bytes, without its quotes. */
  bytes: number;
}

/** Whether text between quotes can be cut before `at` without breaking an escape or a pair. */
export function isBoundary(raw: string, at: number): boolean {
  const isLow = /^[\udc00-\udfff]/.test(raw[at] ?? "");
  if (isLow && /[\ud800-\udbff]$/.test(raw[at - 1] ?? "")) return false;
  for (let slash = at - 1; slash >= Math.max(at - 5, 1); slash -= 1) {
    if (raw[slash] !== "\\" || !isEscape(raw, slash)) continue;
    return at - slash >= (raw[slash + 1] === "u" ? 6 : 2);
  }
  return true;
}

/** Whether a backslash starts an escape: an even number of others stands before it. */
function isEscape(raw: string, slash: number): boolean {
  let before = slash;
  while (before > 0 && raw[before - 1] === "\\") before -= 1;
  return (slash - before) % 2 === 0;
}

/** The long strings of a document, in their order. */
export function cuts(json: JsonText): Cut[] {
  const found: Cut[] = [];
  const { start, end } = json.tokens;
  for (let token = 0; token < json.length; token += 1) {
    if (json.kind(token) !== Kind.Value || (end[token] ?? 0) - (start[token] ?? 0) <= LONGEST + 2) continue;
    const raw = json.slice(token);
    if (!raw.startsWith('"')) continue;
    let head = HEAD + 1;
    while (!isBoundary(raw, head)) head += 1;
    let tail = raw.length - 1 - TAIL;
    while (!isBoundary(raw, tail)) tail -= 1;
    const at = json.start(token);
    found.push({ token, from: at + head, to: at + tail, bytes: byteLength(raw) - 2 });
  }
  return found;
}
