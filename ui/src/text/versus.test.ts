import { expect, test } from "vitest";
import { sidesOf } from "./versus";

const difference = (pointer: string, ignored: string | null) => ({ document: 0, pointer, expected: null, actual: null, ignored });

test("what is ignored says the same on both sides, and where it stands", () => {
  const sides = sidesOf('{"id":1,"text":"a","last":{"id":1}}', '{"id":48214,"text":"b","last":{"id":48214}}', [
    difference("/last/id", "assigned"),
    difference("/text", null),
    difference("/id", "assigned"),
  ]);
  expect(sides.expected).toBe(sides.actual.replace('"b"', '"a"'));
  expect(sides.ignored.map(({ offset, reason }) => [sides.actual.slice(offset, offset + 5), reason])).toEqual([
    ["48214", "assigned"],
    ["48214", "assigned"],
  ]);
  expect(sides.json?.text).toBe(sides.actual);
});

test("a document on one side only stands beside nothing", () => {
  expect(sidesOf(null, '{"a":1}', [difference("", null)])).toMatchObject({ expected: "", actual: '{"a": 1}' });
  expect(sidesOf('{"a":1}', null, [difference("", null)])).toMatchObject({ expected: '{"a": 1}', actual: "", json: null });
});
