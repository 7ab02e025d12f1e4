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
