/** Looks a value up in a JSON document, by what it says or by its key. */
import type { JsonText } from "./jsontext";
import { Kind } from "./tokens";
import { pointerOf, textOf } from "./values";

export interface FoundValue {
  /** JSON Pointer. */
  pointer: string;
  /** As it reads: a string without its quotes and escapes. */
  value: string;
  /** Offset of the value in the source (UTF-16 units). */
  offset: number;
}

/** Tokens between two pauses. */
const PAUSE = 1 << 13;

/**
 * The first `most` values that hold `query` in themselves or in their own key, whatever the case. Yields now and then, so
 * that it can be sliced.
 */
export function* findValues(json: JsonText, query: string, most: number): Generator<void, FoundValue[]> {
  const wanted = query.toLowerCase();
  const holds = (token: number): boolean => textOf(json.slice(token)).toLowerCase().includes(wanted);
  const found: FoundValue[] = [];
  for (let token = 0; token < json.length && found.length < most; token += 1) {
    if (token % PAUSE === PAUSE - 1) yield;
    if (json.kind(token) !== Kind.Value || json.isKey(token)) continue;
    const hasKey = token >= 2 && json.kind(token - 1) === Kind.Colon;
    if (holds(token) || (hasKey && holds(token - 2))) {
      found.push({ pointer: pointerOf(json, token), value: textOf(json.slice(token)), offset: json.tokens.start[token] ?? 0 });
    }
  }
  return found;
}
