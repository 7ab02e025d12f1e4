/**
 * Characters that hide or reorder text: they are shown as chips, so that what is read is what arrived.
 *
 * A joiner between two pictures stays, since it only makes one emoji of them.
 */
import { invalidByte } from "./utf8";

const CONTROL = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f";
const ZERO_WIDTH = "\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u200c\\u2060-\\u2064\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb";
const BIDI = "\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u206f";
const JOINER = "(?<!\\p{Extended_Pictographic}\\ufe0f?|[\\u{1f3fb}-\\u{1f3ff}])\\u200d";
const SOURCE = `[${CONTROL}${ZERO_WIDTH}${BIDI}\\ud800-\\udfff\\u{e0000}-\\u{e007f}]|${JOINER}`;

/** A fresh expression each time: it is global and keeps its place. */
export function hiddenCharacters(): RegExp {
  return new RegExp(SOURCE, "gu");
}

/** How a hidden character is written: `U+202E`, or `\xNN` for a byte that is no UTF-8. */
export function nameOf(char: string): string {
  const byte = invalidByte(char);
  if (byte !== null) return byte;
  const code = char.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A stretch of plain text, or a chip. */
export interface Run {
  text: string;
  chip: boolean;
}

/** Most texts: nothing in them can be hidden, and no lookbehind has to be tried at each character. */
const SURELY_SEEN = /^[\t\n -~\u00a1-\u00ac\u00ae-\u02ff]*$/;

/** Whether a text surely holds nothing that is shown as a chip. */
export function isPlain(text: string): boolean {
  return SURELY_SEEN.test(text);
}

/** The text cut at its hidden characters. */
export function runs(text: string): Run[] {
  if (isPlain(text)) return text === "" ? [] : [{ text, chip: false }];
  const out: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(hiddenCharacters())) {
    if (match.index > from) out.push({ text: text.slice(from, match.index), chip: false });
    out.push({ text: nameOf(match[0]), chip: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) out.push({ text: text.slice(from), chip: false });
  return out;
}

/** The same in one string, for names and tooltips. */
export function plain(text: string): string {
  if (isPlain(text)) return text;
  return runs(text)
    .map((run) => (run.chip ? `[${run.text}]` : run.text))
    .join("");
}
