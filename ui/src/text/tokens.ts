/**
 * JSON text as tokens, for a printer that must not change one of them and for whoever asks what stands where.
 *
 * It checks only what they need: strings closed, brackets paired, a separator between any two values. It never
 * reads a value: escapes, number forms and duplicate keys pass as they are.
 */

export const enum Kind {
  Open,
  Close,
  Comma,
  Colon,
  Value,
}

/** How a container is set: over several lines, on one, or with its only element's brackets beside its own (`[{`). */
export const enum Setting {
  Block,
  Line,
  Hug,
}

/** Longest container that stays on one line, in characters. */
const LINE = 40;
/** Tokens between two pauses. */
const PAUSE = 1 << 15;

/** Struct of arrays: a 12 MB body has two million tokens. */
export class Tokens {
  kind = new Uint8Array(1024);
  start = new Uint32Array(1024);
  end = new Uint32Array(1024);
  /** `Setting` of an `Open` token. */
  setting = new Uint8Array(1024);
  /** The `Close` of an `Open` token and the other way round. */
  mate = new Uint32Array(1024);
  length = 0;

  push(kind: Kind, start: number, end: number): void {
    if (this.length === this.kind.length) this.grow();
    this.kind[this.length] = kind;
    this.start[this.length] = start;
    this.end[this.length] = end;
    this.length += 1;
  }

  private grow(): void {
    this.kind = widened(this.kind, new Uint8Array(this.length * 2));
    this.setting = widened(this.setting, new Uint8Array(this.length * 2));
    this.start = widened(this.start, new Uint32Array(this.length * 2));
    this.end = widened(this.end, new Uint32Array(this.length * 2));
    this.mate = widened(this.mate, new Uint32Array(this.length * 2));
  }
}

function widened<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

interface Container {
  open: number;
  closer: string;
  values: number;
  width: number;
  blocks: number;
}

/** The tokens of one JSON document, or `null` where the text is none. Yields now and then, so that it can be sliced. */
export function* tokenize(text: string): Generator<void, Tokens | null> {
  const tokens = new Tokens();
  const stack: Container[] = [];
  const space = /[ \t\n\r]*/y;
  const bare = /(?:true|false|null|-?\d[\d.eE+-]*)(?![^\s,:\]}])/y;
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let wantsValue = true;
  let pauseAt = PAUSE;

  for (;;) {
    if (tokens.length >= pauseAt) {
      pauseAt += PAUSE;
      yield;
    }
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
    if (at >= text.length) return stack.length === 0 && tokens.length > 0 && !wantsValue ? tokens : null;
    const top = stack.at(-1);
    const char = text[at] ?? "";

    if (char === "," || char === ":") {
      if (wantsValue || top === undefined) return null;
      tokens.push(char === "," ? Kind.Comma : Kind.Colon, at, at + 1);
      top.width += 2;
      wantsValue = true;
      at += 1;
    } else if (char === "}" || char === "]") {
      const isEmpty = top !== undefined && tokens.length - 1 === top.open;
      if (top === undefined || top.closer !== char || (wantsValue && !isEmpty)) return null;
      stack.pop();
      tokens.mate[top.open] = tokens.length;
      tokens.push(Kind.Close, at, at + 1);
      tokens.mate[tokens.length - 1] = top.open;
      settle(tokens, top, stack.at(-1));
      wantsValue = false;
      at += 1;
    } else {
      if (!wantsValue) return null;
      if (top !== undefined) top.values += 1;
      if (char === "{" || char === "[") {
        stack.push({ open: tokens.length, closer: char === "{" ? "}" : "]", values: 0, width: 2, blocks: 0 });
        tokens.push(Kind.Open, at, at + 1);
        at += 1;
      } else {
        const end = char === '"' ? endOfString(text, at) : endOf(bare, text, at);
        if (end <= at) return null;
        tokens.push(Kind.Value, at, end);
        if (top !== undefined) top.width += end - at;
        wantsValue = false;
        at = end;
      }
    }
  }
}

/** Decides how a container is set, now that it is known whole. */
function settle(tokens: Tokens, done: Container, outer: Container | undefined): void {
  const hugs = done.closer === "]" && done.values === 1 && done.blocks === 1;
  const onLine = done.values === 0 || (done.blocks === 0 && done.width <= LINE);
  tokens.setting[done.open] = hugs ? Setting.Hug : onLine ? Setting.Line : Setting.Block;
  if (outer === undefined) return;
  outer.width += done.width;
  if (done.values > 0) outer.blocks += 1;
}

/** Offset behind the closing quote; -1 where there is none. */
function endOfString(text: string, open: number): number {
  let quote = open;
  for (;;) {
    quote = text.indexOf('"', quote + 1);
    if (quote < 0) return -1;
    let slashes = quote - 1;
    while (slashes > open && text[slashes] === "\\") slashes -= 1;
    if ((quote - 1 - slashes) % 2 === 0) return quote + 1;
  }
}

function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : -1;
}
