/**
 * Bytes as text without losing one: a body that is no UTF-8 is shown whole too.
 *
 * An invalid byte 0xNN becomes the lone surrogate U+DCNN, which no valid UTF-8 can yield; the editor draws it as `\xNN`.
 */

const INVALID = 0xdc00;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Length in bytes of the valid UTF-8 sequence at `at`; 0 where there is none. */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xe0) return isTail(second) ? 2 : 0;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  if (!isTail(second) || !isTail(bytes[at + 2] ?? 0)) return 0;
  if (lead < 0xf0) return 3;
  return isTail(bytes[at + 3] ?? 0) ? 4 : 0;
}

function isTail(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The text of a body and how many bytes of it are no UTF-8. A byte order mark stays. */
export function decode(bytes: Uint8Array): { text: string; invalid: number } {
  try {
    return { text: strict.decode(bytes), invalid: 0 };
  } catch {
    return decodeWithMarks(bytes);
  }
}

function decodeWithMarks(bytes: Uint8Array): { text: string; invalid: number } {
  const parts: string[] = [];
  let invalid = 0;
  let validFrom = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > validFrom) parts.push(strict.decode(bytes.subarray(validFrom, at)));
    parts.push(String.fromCharCode(INVALID + (bytes[at] ?? 0)));
    invalid += 1;
    at += 1;
    validFrom = at;
  }
  if (at > validFrom) parts.push(strict.decode(bytes.subarray(validFrom, at)));
  return { text: parts.join(""), invalid };
}

/** Byte offsets as offsets in the decoded text (UTF-16 units); one past the end maps to the end. */
export function toUtf16(bytes: Uint8Array, text: string, offsets: readonly number[]): number[] {
  if (bytes.length === text.length) return offsets.map((offset) => Math.min(offset, text.length));
  const mapped = new Map<number, number>();
  let at = 0;
  let units = 0;
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    while (at < offset && at < bytes.length) {
      const length = sequenceLength(bytes, at);
      units += length === 4 ? 2 : 1;
      at += Math.max(length, 1);
    }
    mapped.set(offset, units);
  }
  return offsets.map((offset) => mapped.get(offset) ?? units);
}

/** An offset in the decoded text as an offset in bytes. */
export function toBytes({ bytes, text, invalid }: { bytes: Uint8Array; text: string; invalid: number }, offset: number): number {
  if (bytes.length === text.length && invalid === 0) return offset;
  if (invalid === 0) return byteLength(text.slice(0, offset));
  let at = 0;
  for (let units = 0; units < offset && at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    units += length === 4 ? 2 : 1;
    at += Math.max(length, 1);
  }
  return at;
}

/** `\xNN` for the stand-in of an invalid byte, else `null`. */
export function invalidByte(char: string): string | null {
  const byte = char.charCodeAt(0) - INVALID;
  if (char.length !== 1 || byte < 0x80 || byte > 0xff) return null;
  return `\\x${byte.toString(16).toUpperCase()}`;
}

const encoder = new TextEncoder();

/** Length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** How many characters a text has, counted as code points. */
export function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
