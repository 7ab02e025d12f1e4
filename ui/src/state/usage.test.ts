import { expect, test } from "vitest";
import { sampleCaptures } from "../api/memory/captures";
import { pretty } from "../text/pretty";
import { runNow } from "../text/slices";
import { pointerOf, tokenOf } from "../text/values";
import { Use, usage, useWithin } from "./usage";

const mixed = sampleCaptures().find(({ view }) => view.items.length === 4);
if (mixed === undefined) throw new Error("no sample");
const json = runNow(pretty(new TextDecoder().decode(mixed.body)));
if (json === null) throw new Error("no JSON");
const starts = mixed.view.items.map(({ pointer }) => tokenOf(json, pointer) ?? 0);
const found = runNow(usage(mixed.view, json, starts));
const useOf = (pointer: string): Use => found.of[tokenOf(json, pointer) ?? 0] ?? Use.None;

test("each value reaches the output, is decoded only, or is not read", () => {
  expect(useOf("/entry/0/messaging/0/message/text")).toBe(Use.Output);
  expect(useOf("/entry/0/messaging/0/message/quick_reply/payload")).toBe(Use.Decoded);
  expect(useOf("/entry/0/messaging/0/message/nlp/detected_locales/0/locale")).toBe(Use.Unread);
  expect(useOf("/entry/0/time")).toBe(Use.Unread);
});

test("the counts cover every value once", () => {
  const [none, ...others] = found.counts;
  let values = 0;
  for (let token = 0; token < json.length; token += 1) if (json.kind(token) === 4 && !json.isKey(token)) values += 1;
  expect(none).toBe(0);
  expect(others.reduce((sum, count) => sum + count)).toBe(values);
  expect(found.counts[Use.Unread]).toBe(3);
  expect(found.unread.map((token) => pointerOf(json, token))).toEqual(["/entry/0/time", "/entry/0/messaging/0/message/nlp"]);
});

test("what a later member of the same name hides is not read, and counted once", () => {
  const text = '{"object":"page","object":"instagram","entry":[{"hop":{"x":1,"x":2},"hop":3}]}';
  const twice = runNow(pretty(text));
  if (twice === null) throw new Error("no JSON");
  const view = { ...mixed.view, items: [], unread: ["/entry/0/hop"] };
  const { counts, unread } = runNow(usage(view, twice, []));
  expect(unread.map((token) => twice.slice(token, twice.lastOf(token)))).toEqual(['"page"', '{"x":1,"x":2}', "3"]);
  expect(counts).toEqual([0, 0, 1, 4]);
});

test("a stretch is marked by the best that it holds", () => {
  const [first = 0] = starts;
  expect(useWithin(found, json, json.start(first), json.end(json.lastOf(first)))).toBe(Use.Output);
  const nlp = tokenOf(json, "/entry/0/messaging/0/message/nlp") ?? 0;
  expect(useWithin(found, json, json.start(nlp), json.end(json.lastOf(nlp)))).toBe(Use.Unread);
});

test("a pointer and its token are each other's", () => {
  for (let token = 0; token < json.length; token += 1) {
    const isValue = (json.kind(token) === 4 && !json.isKey(token)) || json.kind(token) === 0;
    if (isValue) expect(tokenOf(json, pointerOf(json, token))).toBe(token);
  }
  expect(tokenOf(json, "/entry/1")).toBeNull();
  expect(tokenOf(json, "/object/x")).toBeNull();
});

test("of members of one name the last is meant, and escapes in pointers are read", () => {
  const twice = runNow(pretty('{"a":1,"a/~":2,"a":3}'));
  if (twice === null) throw new Error("no JSON");
  expect(twice.slice(tokenOf(twice, "/a") ?? 0)).toBe("3");
  expect(twice.slice(tokenOf(twice, "/a~1~0") ?? 0)).toBe("2");
});
