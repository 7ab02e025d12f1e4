/** Bytes as rows of hexadecimal: where a row starts, its bytes in stretches of one look, and what of them is ASCII. */

/** Bytes side by side that look alike. */
export interface Run {
  style: string;
  hex: string;
  ascii: string;
}

export interface Row {
  /** Of its first byte. */
  at: number;
  offset: string;
  runs: Run[];
}

/** How many hexadecimal digits the offsets of so many bytes take. */
export function digits(size: number): number {
  return Math.max(6, Math.max(size - 1, 0).toString(16).length);
}

export function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** A byte that stands for a visible character of ASCII as that, any other as a dot. */
export function ascii(byte: number): string {
  return byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

/** The row from `at` on, `width` bytes long at most; a row of 16 has its halves apart. */
export function row(bytes: Uint8Array, at: number, width: number, styleOf: (at: number) => string): Row {
  const runs: Run[] = [];
  const end = Math.min(at + width, bytes.length);
  for (let index = at; index < end; index += 1) {
    const byte = bytes[index] ?? 0;
    const style = styleOf(index);
    const gap = index + 1 === end ? "" : index - at === 7 && width > 8 ? "  " : " ";
    const last = runs.at(-1);
    if (last?.style === style) {
      last.hex += hex(byte) + gap;
      last.ascii += ascii(byte);
    } else {
      runs.push({ style, hex: hex(byte) + gap, ascii: ascii(byte) });
    }
  }
  return { at, offset: at.toString(16).padStart(digits(bytes.length), "0"), runs };
}

/** Characters that a row takes: offset, two spaces, bytes, two spaces, ASCII. */
export function columns(size: number, width: number): number {
  return digits(size) + 2 + width * 3 - 1 + (width > 8 ? 1 : 0) + 2 + width;
}

/** Bytes as they are typed: `7b 22`, or `0x7b`, which tells one of them from a word. */
const TYPED = /^(?:0x[0-9a-f]{2}(?:\s*[0-9a-f]{2})*|[0-9a-f]{2}(?:\s+[0-9a-f]{2})+)$/i;

/** A letter of ASCII as its small one. */
function small(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** Where these bytes are, or this text in UTF-8, whose letters of ASCII may be of either case; `most` places at most. */
export function findBytes(bytes: Uint8Array, wanted: string, most: number): { from: number; to: number }[] {
  const isTyped = TYPED.test(wanted.trim());
  const pairs = isTyped ? (wanted.replace(/^\s*0x/i, "").match(/[0-9a-f]{2}/gi) ?? []) : [];
  const sought = isTyped ? pairs.map((pair) => Number.parseInt(pair, 16)) : Array.from(new TextEncoder().encode(wanted), small);
  const found: { from: number; to: number }[] = [];
  const isAt = (from: number): boolean => sought.every((byte, index) => byte === (isTyped ? bytes[from + index] : small(bytes[from + index] ?? -1)));
  for (let from = 0; sought.length > 0 && from + sought.length <= bytes.length && found.length < most; from += 1) {
    if (isAt(from)) found.push({ from, to: from + sought.length });
  }
  return found;
}

/** Where a key moves the cursor to; `null` where it does not. */
export function moved(key: string, isFar: boolean, cursor: number, size: number, width: number, page: number): number | null {
  const row = cursor - (cursor % width);
  const to: Record<string, number> = {
    ArrowLeft: cursor - 1,
    ArrowRight: cursor + 1,
    ArrowUp: cursor - width,
    ArrowDown: cursor + width,
    PageUp: cursor - page * width,
    PageDown: cursor + page * width,
    Home: isFar ? 0 : row,
    End: isFar ? size - 1 : row + width - 1,
  };
  const at = to[key];
  if (at === undefined || size === 0) return null;
  const isOut = at < 0 || at >= size;
  if (isOut && (key === "ArrowUp" || key === "ArrowDown")) return cursor;
  return Math.min(Math.max(at, 0), size - 1);
}
