/** The filter field without the window: the word under the cursor, what may stand there, and what it becomes. */

/** The keys of the language, and what each asks. */
export const KEYS: Readonly<Record<string, string>> = {
  field: "webhook field",
  verdict: "how an item ended",
  judged: "what the listener said",
  from: "customer's id or name",
  page: "Page's or account's id",
  endpoint: "endpoint's name or path",
  type: "content type of a document",
  dup: "all of it came before",
  replay: "sent again from here",
  before: "a time, or #12",
  after: "a time, or #12",
};

/** Where a word stands in the text. */
export interface Word {
  start: number;
  /** Exclusive. */
  end: number;
  negated: boolean;
  /** What stands before the colon; `null` without one. */
  key: string | null;
  /** What stands after the colon, or the word itself, without quotes. */
  prefix: string;
}

export interface Suggestion {
  /** What stands in the list. */
  text: string;
  /** What it means; may be empty. */
  note: string;
  /** The whole text of the field once it is chosen, and where the cursor is then. */
  result: string;
  cursor: number;
}

/** The word that the cursor is in or behind. Quotes hold a word together. */
export function wordAt(text: string, cursor: number): Word {
  let [start, isQuoted] = [0, false];
  for (let at = 0; at < cursor; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (!isQuoted && /\s/.test(text[at] ?? "")) start = at + 1;
  }
  let end = cursor;
  while (end < text.length && (isQuoted || !/\s/.test(text[end] ?? ""))) {
    if (text[end] === '"') isQuoted = !isQuoted;
    end += 1;
  }
  const word = text.slice(start, end);
  const negated = word.startsWith("-");
  const rest = negated ? word.slice(1) : word;
  const [, key = null, prefix = rest] = /^([a-z]+):(.*)$/s.exec(rest) ?? [];
  return { start, end, negated, key, prefix: prefix.replaceAll('"', "") };
}

/** The keys that begin as the word does. */
export function keySuggestions(text: string, word: Word): Suggestion[] {
  if (word.key !== null || word.prefix === "") return [];
  const keys = Object.entries(KEYS).filter(([key]) => key.startsWith(word.prefix.toLowerCase()));
  return keys.map(([key, note]) => suggestion(text, word, `${key}:`, note));
}

/** All keys, for those who ask what there is. */
export function allKeys(): Suggestion[] {
  const word = wordAt("", 0);
  return Object.entries(KEYS).map(([key, note]) => suggestion("", word, `${key}:`, note));
}

/** Values for the word's key. None where the word is one of them already. */
export function valueSuggestions(text: string, word: Word, values: readonly string[]): Suggestion[] {
  const isWhole = values.length === 1 && values[0] === word.prefix;
  return isWhole ? [] : values.map((value) => ({ ...suggestion(text, word, `${word.key}:${quoted(value)} `, ""), text: value }));
}

/** Filters that were used before. */
export function recentSuggestions(recent: readonly string[]): Suggestion[] {
  return recent.map((text) => ({ text, note: "", result: text, cursor: text.length }));
}

/** `recent` with `text` as the last one used. */
export function remembered(recent: readonly string[], text: string): string[] {
  return [text, ...recent.filter((other) => other !== text)].slice(0, 8);
}

function suggestion(text: string, word: Word, insertion: string, note: string): Suggestion {
  const before = text.slice(0, word.start) + (word.negated ? "-" : "") + insertion;
  const after = text.slice(word.end);
  return { text: insertion, note, result: before + (insertion.endsWith(" ") ? after.trimStart() : after), cursor: before.length };
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

/** The text without one of its terms. */
export function without(text: string, { start, end }: Span): string {
  return `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`.trim();
}

/** Whether terms are all that the text says: then each of them can stand for its part. */
export function areAll(text: string, terms: readonly Span[]): boolean {
  let at = 0;
  for (const { start, end } of terms) {
    if (start < at || end > text.length || text.slice(at, start).trim() !== "") return false;
    at = end;
  }
  return terms.length > 0 && text.slice(at).trim() === "";
}

/** A piece of the text as it is drawn. */
export interface Piece {
  text: string;
  kind: "gap" | "key" | "value" | "word";
  isFirst: boolean;
  isLast: boolean;
  negated: boolean;
  isFault: boolean;
}

/** What a term or a fault covers. */
interface Span {
  start: number;
  end: number;
}

/** The text in pieces: terms of a key in two, words in one, what is not recognised as it is. */
export function pieces(text: string, terms: readonly (Span & { negated: boolean; key: string | null })[], fault: Span | null): Piece[] {
  const drawn: Piece[] = [];
  let at = 0;
  const draw = (end: number, kind: Piece["kind"], negated = false, isFirst = true, isLast = true): void => {
    const isFault = fault !== null && fault.start < end && at < fault.end && kind === "gap";
    if (end > at) drawn.push({ text: text.slice(at, end), kind, isFirst, isLast, negated, isFault });
    at = Math.max(at, end);
  };
  for (const { start, end, negated, key } of terms) {
    if (end > text.length || start < at) continue;
    draw(start, "gap");
    if (key === null) {
      draw(end, "word", negated);
      continue;
    }
    draw(start + key.length + (negated ? 2 : 1), "key", negated, true, false);
    draw(end, "value", negated, false, true);
  }
  if (fault !== null) draw(Math.min(fault.start, text.length), "gap");
  if (fault !== null) draw(Math.min(fault.end, text.length), "gap");
  draw(text.length, "gap");
  return drawn;
}
