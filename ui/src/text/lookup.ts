/** Looks a value up in a JSON text, by what it says or by its key. */
import { Kind, tokenize } from "./tokens";

export interface FoundValue {
  /** JSON Pointer. */
  pointer: string;
  /** As it reads: a string without its quotes and escapes. */
  value: string;
  /** Offset of the value in the text (UTF-16 units). */
  offset: number;
}

/** A container that is open: its key so far, and whether keys are names or numbers. */
interface Open {
  isObject: boolean;
  key: string;
  index: number;
  wantsKey: boolean;
}

/** Values between two pauses. */
const PAUSE = 1 << 13;

/**
 * The first `most` values that hold `query` in themselves or in their own key, whatever the case. Yields now and then, so
 * that it can be sliced. What is no JSON has none.
 */
export function* findValues(text: string, query: string, most: number): Generator<void, FoundValue[]> {
  const wanted = query.toLowerCase();
  const tokens = yield* tokenize(text);
  const found: FoundValue[] = [];
  const open: Open[] = [];
  for (let at = 0; tokens !== null && at < tokens.length && found.length < most; at += 1) {
    if (at % PAUSE === PAUSE - 1) yield;
    const top = open.at(-1);
    const kind = tokens.kind[at];
    const start = tokens.start[at] ?? 0;
    if (kind === Kind.Open) {
      const isObject = text[start] === "{";
      open.push({ isObject, key: "", index: 0, wantsKey: isObject });
    } else if (kind === Kind.Close) {
      open.pop();
    } else if (kind === Kind.Comma && top !== undefined) {
      top.index += 1;
      top.wantsKey = top.isObject;
    } else if (kind === Kind.Value) {
      const value = read(text.slice(start, tokens.end[at]));
      if (top?.wantsKey === true) {
        top.key = value;
        top.wantsKey = false;
      } else if (value.toLowerCase().includes(wanted) || (top?.isObject === true && top.key.toLowerCase().includes(wanted))) {
        found.push({ pointer: pointerOf(open), value, offset: start });
      }
    }
  }
  return found;
}

/** A string that cannot be read (it holds a raw control character) is taken as it stands. */
function read(token: string): string {
  if (!token.startsWith('"')) return token;
  const inner = token.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  try {
    return String(JSON.parse(token));
  } catch {
    return inner;
  }
}

function pointerOf(open: readonly Open[]): string {
  return open.map(({ isObject, key, index }) => `/${isObject ? key.replaceAll("~", "~0").replaceAll("/", "~1") : index}`).join("");
}
