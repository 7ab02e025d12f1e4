import { expect, test } from "vitest";
import { faultOf, freshForm, isSound, originOf, requestOf, requestsOf } from "./replayform";

test("a capture as it was, once, to this listener", () => {
  expect(requestOf({ kind: "captures", ids: [12] }, freshForm(), null)).toEqual({ captures: [12], fresh: false, sign: "kept", times: 1, concurrency: 1, gaps: false, check: false });
});

test("everything that can be said", () => {
  const form = { ...freshForm(), fresh: true, sign: "again" as const, times: "20", rate: "2.5", concurrency: "4", gaps: true, duplicates: "10", delay: "300", compares: true, to: "other", url: " https://example.net/hook " };
  expect(requestOf({ kind: "fixtures", names: [] }, form, null)).toEqual({
    fixtures: [],
    fresh: true,
    sign: "again",
    times: 20,
    rate: 2.5,
    concurrency: 4,
    gaps: true,
    mix: { duplicates: 10, reorder: 0, delay_ms: 300 },
    to: "https://example.net/hook",
    check: true,
  });
  expect(requestOf({ kind: "captures", ids: [3] }, { ...form, to: "https://example.net" }, "{}")).toMatchObject({ captures: [3], edited: "{}", to: "https://example.net" });
  expect(requestOf({ kind: "text" }, freshForm(), "{}")).toMatchObject({ text: "{}" });
  expect(requestOf({ kind: "text" }, freshForm(), "{}")).not.toHaveProperty("edited");
});

test.each([
  ["times", "0"],
  ["times", ""],
  ["times", "10001"],
  ["times", "1.5"],
  ["rate", "fast"],
  ["rate", "0"],
  ["concurrency", "33"],
  ["duplicates", "101"],
  ["delay", "-1"],
] as const)("%s %j is refused", (field, typed) => {
  expect(faultOf(field, typed)).toContain("A number from");
  expect(isSound({ ...freshForm(), [field]: typed })).toBe(false);
});

test("a URL is one that can be sent to", () => {
  expect(originOf("https://example.net:8443/hook?x=1")).toBe("https://example.net:8443");
  for (const url of ["", "example.net", "ftp://example.net", "javascript:alert(1)", "https://"]) expect(originOf(url), url).toBeNull();
  expect(isSound({ ...freshForm(), to: "other", url: "nowhere" })).toBe(false);
});

test("requests are counted where that is known", () => {
  expect(requestsOf({ kind: "captures", ids: [1, 2] }, { ...freshForm(), times: "3" }, 0)).toBe(6);
  expect(requestsOf({ kind: "fixtures", names: [] }, freshForm(), 38)).toBe(38);
  expect(requestsOf({ kind: "filter", filter: "" }, freshForm(), 38)).toBeNull();
});
