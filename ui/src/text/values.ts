/** Questions about the values of a JSON document: which one stands at a place, its pointer, its text, its size. */
import type { JsonText } from "./jsontext";
import { Kind } from "./tokens";

/** A value: its first and last token, and the key before it. */
export interface Span {
  first: number;
  last: number;
  /** The token of its key; `null` for an element and for the document. */
  key: number | null;
}

/**
 * The value that an offset in the shown text is about: a key, a colon and a comma are about the value beside them, what
 * closes a container is about the container.
 */
export function spanAt(json: JsonText, offset: number): Span | null {
  let token = Math.max(json.tokenAt(offset), 0);
  if (json.length === 0) return null;
  if (json.kind(token) === Kind.Comma) token -= 1;
  if (json.kind(token) === Kind.Close) token = json.tokens.mate[token] ?? token;
  if (json.isKey(token)) token += 2;
  else if (json.kind(token) === Kind.Colon) token += 1;
  const key = token >= 2 && json.kind(token - 1) === Kind.Colon ? token - 2 : null;
  return { first: token, last: json.lastOf(token), key };
}

/** The JSON Pointer (RFC 6901) of the value that starts at `token`. */
export function pointerOf(json: JsonText, token: number): string {
  const parts: string[] = [];
  let at = token;
  for (;;) {
    let commas = 0;
    let key: number | null = null;
    for (at -= 1; at >= 0 && json.kind(at) !== Kind.Open; at -= 1) {
      if (json.kind(at) === Kind.Close) at = json.tokens.mate[at] ?? at;
      else if (json.kind(at) === Kind.Comma) commas += 1;
      else if (json.kind(at) === Kind.Colon && commas === 0) key = at - 1;
    }
    if (at < 0) return parts.reverse().join("");
    const step = json.slice(at) === "{" ? textOf(json.slice(key ?? at)) : String(commas);
    parts.push(`/${escaped(step)}`);
  }
}

/** A key as a step of a JSON Pointer. */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** What a value says: the characters of a string, anything else as it came. */
export function textOf(raw: string): string {
  if (!raw.startsWith('"')) return raw;
  try {
    const text: unknown = JSON.parse(raw);
    // Half a pair is no text that a clipboard can hold: its escape says what was sent.
    if (typeof text === "string" && text.isWellFormed()) return text;
  } catch {
    // A string with control characters in it is shown as it came.
  }
  return raw.slice(1, -1);
}

/** How many values that hold no others lie between two tokens. */
export function leaves(json: JsonText, first: number, last: number): number {
  let found = 0;
  for (let token = first; token <= last; token += 1) {
    if (json.kind(token) === Kind.Value && !json.isKey(token)) found += 1;
  }
  return found;
}

/** A run of members that hold nothing but `null`. */
export interface NullRun {
  /** Its first key and the last token of its last value. */
  first: number;
  last: number;
  nulls: number;
}

/** Members side by side (or one that is an object) that hold nothing but `null`, outermost first, in their order. */
export function nullRuns(json: JsonText): NullRun[] {
  const runs: NullRun[] = [];
  for (let token = 0; token < json.length; token += 1) {
    const run = json.isKey(token) ? runFrom(json, token) : null;
    if (run === null) continue;
    runs.push(run);
    token = run.last;
  }
  return runs;
}

/** The run that starts with a key; `null` where its member holds anything else, and for a lone `null`. */
function runFrom(json: JsonText, first: number): NullRun | null {
  let nulls = 0;
  let last = first;
  let members = 0;
  for (let key = first; json.isKey(key); key = last + 2) {
    const more = nullsIn(json, key + 2);
    if (more === 0) break;
    nulls += more;
    members += 1;
    last = json.lastOf(key + 2);
    if (json.kind(last + 1) !== Kind.Comma) break;
  }
  return members > 1 || json.kind(last) === Kind.Close ? { first, last, nulls } : null;
}

/** How many `null`s a value holds; 0 where it holds anything else, or nothing. */
function nullsIn(json: JsonText, token: number): number {
  const last = json.lastOf(token);
  let nulls = 0;
  for (let at = token; at <= last; at += 1) {
    if (json.kind(at) !== Kind.Value || json.isKey(at)) continue;
    if (json.slice(at) !== "null") return 0;
    nulls += 1;
  }
  return nulls;
}

/** The token where the value of a pointer starts, seen from the value at `from`; of members of one name the last. */
export function tokenOf(json: JsonText, pointer: string, from = 0): number | null {
  let at = from;
  for (const step of pointer.split("/").slice(1)) {
    if (json.kind(at) !== Kind.Open) return null;
    const inside = json.slice(at) === "{" ? memberOf(json, at, step) : elementOf(json, at, step);
    if (inside === null) return null;
    at = inside;
  }
  return at;
}

function memberOf(json: JsonText, open: number, step: string): number | null {
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  let found: number | null = null;
  for (let key = open + 1; json.isKey(key); key = json.lastOf(key + 2) + 2) {
    if (textOf(json.slice(key)) === name) found = key + 2;
    if (json.kind(json.lastOf(key + 2) + 1) !== Kind.Comma) break;
  }
  return found;
}

function elementOf(json: JsonText, open: number, step: string): number | null {
  const wanted = Number(step);
  let at = open + 1;
  if (json.kind(at) === Kind.Close) return null;
  for (let index = 0; index < wanted; index += 1) {
    const comma = json.lastOf(at) + 1;
    if (json.kind(comma) !== Kind.Comma) return null;
    at = comma + 1;
  }
  return at;
}
