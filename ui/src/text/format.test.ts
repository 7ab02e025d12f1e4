import { expect, test } from "vitest";
import { bytes, clock, clockMillis, count, counted, cutMiddle, dated, microseconds, moment, otherDay, shortUrl, spacing, when } from "./format";
import { isWrappable } from "./lines";

const NOON = 1_773_325_661_312_000;

test("numbers and sizes", () => {
  expect(count(1_234_567)).toBe("1,234,567");
  expect(counted(1, "item")).toBe("1 item");
  expect(counted(1046, "item")).toBe("1,046 items");
  expect([0, 9_999, 10_000, 8_388_608, 12_000_000].map(bytes)).toEqual(["0 B", "9,999 B", "10 KB", "8,388.6 KB", "12 MB"]);
});

test("times say their zone", () => {
  expect(clock(NOON, "utc")).toBe("14:27:41");
  expect(clockMillis(NOON, "utc")).toBe("14:27:41.312");
  expect(moment(NOON, "utc")).toBe("2026-03-12 14:27:41.312 UTC");
  expect(moment(NOON, "local")).toMatch(/UTC[+-]\d\d:\d\d$/);
  expect(microseconds("2026-03-12T14:27:41.312Z")).toBe(NOON);
  expect(microseconds("soon")).toBeNull();
});

test("another day than today is named, and another year with it", () => {
  const DAY = 86_400_000_000;
  expect(otherDay(NOON, NOON + DAY / 4, "utc")).toBe("");
  expect(otherDay(NOON, NOON + DAY, "utc")).toBe("12 Mar");
  expect(otherDay(NOON, NOON + 400 * DAY, "utc")).toBe("12 Mar 2026");
  expect(dated("14:27:41", "12 Mar")).toBe("12 Mar 14:27:41");
  expect(dated("14:27:41", "")).toBe("14:27:41");
});

test("long values are cut in their middle, never inside a character", () => {
  expect(cutMiddle("short", 10)).toBe("short");
  expect(cutMiddle("abcdefghij", 5)).toBe("ab…ij");
  expect(cutMiddle("😀😀😀😀😀😀", 3)).toBe("😀…😀");
});

test("a URL is told by its host, not by what poses as one", () => {
  expect(shortUrl("https://cdn.example.net/a/b/pic.jpg?x=1", 30)).toBe("cdn.example.net/…pic.jpg");
  expect(shortUrl("https://www.facebook.com@evil.example/pic.jpg", 30)).toBe("evil.example/…pic.jpg");
  expect(shortUrl("javascript:alert(document.domain)", 20)).toBe("javascript…t.domain)".slice(0, 10) + "…" + "t.domain)");
});

test("a very long line is not wrapped", () => {
  expect(isWrappable("x\n".repeat(400_000))).toBe(true);
  expect(isWrappable(`short\n${"x".repeat(300_000)}`)).toBe(false);
  expect(isWrappable("")).toBe(true);
});

test("moments lie milliseconds to days apart", () => {
  const second = 1_000_000;
  expect([0.34, 1, 60.4, 99.96, 101, 7_260, 25 * 3600, 75 * 3600].map((seconds) => spacing(seconds * second))).toEqual(["340 ms", "1 s", "60.4 s", "100 s", "1 min 41 s", "2 h 1 min", "25 h", "3 d 3 h"]);
});

test("a time of another day says which", () => {
  expect(when(NOON, NOON + 1000, "utc")).toBe("14:27:41.312");
  expect(when(NOON - 86_400_000_000, NOON, "utc")).toBe("2026-03-11 14:27:41.312");
});
