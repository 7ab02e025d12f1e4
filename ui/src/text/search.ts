/** Finds text in a text of any size, without regard to case and to how accented letters are composed. */

/** UTF-16 units that are looked at between two pauses. */
const CHUNK = 1 << 17;

/** Where a text holds what was looked for, ascending and without overlap. Offsets are in UTF-16 units. */
export class Matches {
  #starts = new Uint32Array(64);
  #ends = new Uint32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  push(from: number, to: number): void {
    if (this.#length === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#ends = doubled(this.#ends);
    }
    this.#starts[this.#length] = from;
    this.#ends[this.#length] = to;
    this.#length += 1;
  }

  /** The first match that starts at or behind an offset; `length` where none does. */
  firstFrom(offset: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Which match a selection is; -1 where it is none. */
  indexOf(from: number, to: number): number {
    const index = this.firstFrom(from);
    return index < this.#length && this.start(index) === from && this.end(index) === to ? index : -1;
  }
}

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

/** Adds to `matches` where a text holds `wanted`, and answers it. Yields now and then, so that it can be sliced. */
export function* findMatches(text: string, wanted: string, matches: Matches): Generator<void, Matches> {
  if (wanted === "") return matches;
  const forms = [...new Set([wanted, wanted.normalize("NFC"), wanted.normalize("NFD")])];
  const longest = Math.max(...forms.map((form) => form.length));
  const expression = new RegExp(forms.map(escaped).join("|"), "giu");
  let from = 0;
  while (from < text.length) {
    // What starts in a chunk may end in the next one; letters have no case that is more than twice as long.
    const end = from + CHUNK;
    const chunk = text.slice(from, end + longest * 2);
    expression.lastIndex = 0;
    let next = end;
    for (let match = expression.exec(chunk); match !== null; match = expression.exec(chunk)) {
      const at = from + match.index;
      if (at >= end) break;
      matches.push(at, at + match[0].length);
      next = Math.max(end, at + match[0].length);
    }
    from = next;
    yield;
  }
  return matches;
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
