import { expect, test } from "vitest";
import { plain, runs } from "./visible";

test("what hides or reorders text becomes a chip", () => {
  expect(runs("a\u202eb\u200bc\u0000\ufeff")).toEqual([
    { text: "a", chip: false },
    { text: "U+202E", chip: true },
    { text: "b", chip: false },
    { text: "U+200B", chip: true },
    { text: "c", chip: false },
    { text: "U+0000", chip: true },
    { text: "U+FEFF", chip: true },
  ]);
});

test("a lone surrogate and a carriage return are seen", () => {
  expect(plain("x\ud800\r")).toBe("x[U+D800][U+000D]");
});

test("joined emoji, line breaks and other scripts stay", () => {
  for (const text of ["👩‍👩‍👧", "👩🏽‍🚀", "❤️‍🔥", "a\nb\tc", "café", "مرحبا", "日本"]) expect(plain(text)).toBe(text);
  expect(plain("a\u200db")).toBe("a[U+200D]b");
});
