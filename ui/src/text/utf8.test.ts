import { expect, test } from "vitest";
import { decode, invalidByte, sequenceLength, toUtf16 } from "./utf8";

const bytes = (...parts: (string | number)[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "number" ? [part] : Array.from(new TextEncoder().encode(part)))));

test("valid text is decoded as it is, with its byte order mark", () => {
  expect(decode(bytes("\ufeffé😀"))).toEqual({ text: "\ufeffé😀", invalid: 0 });
});

test("each invalid byte keeps its place and its value", () => {
  const { text, invalid } = decode(bytes("a", 0xff, "é", 0xe2, 0x82, "z"));
  expect(invalid).toBe(3);
  expect(Array.from(text, (char) => invalidByte(char) ?? char)).toEqual(["a", "\\xFF", "é", "\\xE2", "\\x82", "z"]);
});

test("overlong forms, surrogates and what lies beyond Unicode are invalid", () => {
  for (const sequence of [[0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf0, 0x80, 0x80, 0x80], [0x80]]) {
    expect(sequenceLength(bytes(...sequence), 0)).toBe(0);
  }
  expect(["a", "é", "€", "😀"].map((char) => sequenceLength(bytes(char), 0))).toEqual([1, 2, 3, 4]);
});

test("byte offsets become UTF-16 offsets, in any order", () => {
  const body = bytes("aé€😀z");
  const { text } = decode(body);
  expect(toUtf16(body, text, [0, 1, 3, 6, 10, 11])).toEqual([0, 1, 2, 3, 5, 6]);
  expect(toUtf16(body, text, [10, 1])).toEqual([5, 1]);
  expect(toUtf16(body, text, [99])).toEqual([6]);
});

test("invalid bytes count as one unit each", () => {
  const body = bytes("é", 0xff, "x");
  expect(toUtf16(body, decode(body).text, [2, 3, 4])).toEqual([1, 2, 3]);
});
