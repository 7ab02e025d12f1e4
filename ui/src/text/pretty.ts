/**
 * JSON text laid out for reading. White space between tokens is all that changes: escapes, number forms, key order and
 * duplicate keys stay as they came.
 */
import { Kind, Setting, tokenize, type Tokens } from "./tokens";

/** Tokens between two pauses. */
const PAUSE = 1 << 15;

/** A laid out document that knows where its text came from. */
export class Pretty {
  readonly text: string;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;

  /** `from` and `to`: the start of each token in the source and in `text`, ascending. */
  constructor(text: string, from: Uint32Array, to: Uint32Array) {
    this.text = text;
    this.#from = from;
    this.#to = to;
  }

  /** An offset in the source as an offset in `text`. */
  locate(offset: number): number {
    return shift(offset, this.#from, this.#to);
  }

  /** An offset in `text` as an offset in the source. */
  origin(offset: number): number {
    return shift(offset, this.#to, this.#from);
  }
}

function shift(offset: number, from: Uint32Array, to: Uint32Array): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  const inside = offset - (from[low - 1] ?? 0);
  const start = to[low - 1] ?? 0;
  const next = to[low];
  return next === undefined ? start + inside : Math.min(start + inside, next);
}

/** The document laid out, or `null` where the text is no JSON document. Yields now and then, so that it can be sliced. */
export function* pretty(text: string): Generator<void, Pretty | null> {
  const tokens = yield* tokenize(text);
  return tokens === null ? null : yield* print(text, tokens);
}

function* print(text: string, tokens: Tokens): Generator<void, Pretty> {
  const parts: string[] = text.startsWith("\ufeff") ? ["\ufeff"] : [];
  const to = new Uint32Array(tokens.length);
  const open: Setting[] = [];
  let at = parts.length;
  let depth = 0;

  const put = (part: string): void => {
    parts.push(part);
    at += part.length;
  };
  const breakLine = (): void => put(`\n${" ".repeat(depth)}`);

  for (let index = 0; index < tokens.length; index += 1) {
    if (index % PAUSE === PAUSE - 1) yield;
    const kind = tokens.kind[index];
    if (kind === Kind.Close && open.at(-1) === Setting.Block) {
      depth -= 1;
      breakLine();
    }
    to[index] = at;
    put(text.slice(tokens.start[index], tokens.end[index]));
    if (kind === Kind.Open) {
      const setting: Setting = tokens.setting[index] ?? Setting.Block;
      open.push(setting);
      if (setting === Setting.Block) {
        depth += 1;
        breakLine();
      }
    } else if (kind === Kind.Close) {
      open.pop();
    } else if (kind === Kind.Colon) {
      put(" ");
    } else if (kind === Kind.Comma) {
      if (open.at(-1) === Setting.Block) breakLine();
      else put(" ");
    }
  }
  return new Pretty(parts.join(""), tokens.start.slice(0, tokens.length), to);
}
