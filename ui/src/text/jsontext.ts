/**
 * A JSON document as it is shown, beside its source: it knows each token's place in both, so that whoever asks about
 * any place of a body of any size is answered without parsing it again.
 */
import { Kind, type Tokens } from "./tokens";

export class JsonText {
  readonly text: string;
  /** As it came. */
  readonly source: string;
  readonly tokens: Tokens;
  /** The start of each token in `text`, ascending. */
  readonly starts: Uint32Array;

  constructor(text: string, starts: Uint32Array, source: string, tokens: Tokens) {
    this.text = text;
    this.starts = starts;
    this.source = source;
    this.tokens = tokens;
  }

  /** The same document shown as it came. */
  asSent(): JsonText {
    return new JsonText(this.source, this.tokens.start.subarray(0, this.tokens.length), this.source, this.tokens);
  }

  get length(): number {
    return this.tokens.length;
  }

  /** Where a token starts and ends in `text`. */
  start(token: number): number {
    return this.starts[token] ?? this.text.length;
  }

  end(token: number): number {
    return this.start(token) + (this.tokens.end[token] ?? 0) - (this.tokens.start[token] ?? 0);
  }

  kind(token: number): Kind | undefined {
    return this.tokens.kind[token];
  }

  /** The source from one token to another, both included. */
  slice(first: number, last = first): string {
    return this.source.slice(this.tokens.start[first], this.tokens.end[last]);
  }

  /** Whether the token is the key of a member. */
  isKey(token: number): boolean {
    return this.kind(token) === Kind.Value && token + 1 < this.length && this.kind(token + 1) === Kind.Colon;
  }

  /** The last token of the value that starts at `token`. */
  lastOf(token: number): number {
    return this.kind(token) === Kind.Open ? (this.tokens.mate[token] ?? token) : token;
  }

  /** The last token that starts at or before an offset in `text`; -1 where none does. */
  tokenAt(offset: number): number {
    return before(offset, this.starts, this.length);
  }

  /** An offset in the source as an offset in `text`. */
  locate(offset: number): number {
    return this.#shift(offset, this.tokens.start, this.starts);
  }

  /** An offset in `text` as an offset in the source. */
  origin(offset: number): number {
    return this.#shift(offset, this.starts, this.tokens.start);
  }

  #shift(offset: number, from: Uint32Array, to: Uint32Array): number {
    const token = before(offset, from, this.length);
    if (token < 0) return 0;
    const shifted = offset - (from[token] ?? 0) + (to[token] ?? 0);
    return token + 1 < this.length ? Math.min(shifted, to[token + 1] ?? shifted) : shifted;
  }
}

/** The index of the last of `length` ascending numbers that is at most `offset`; -1 where none is. */
function before(offset: number, ascending: Uint32Array, length: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
