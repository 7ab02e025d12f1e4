import { expect, test } from "vitest";
import { pretty } from "./pretty";
import { runNow } from "./slices";

/** The text without white space between tokens, by another way than the printer's: strings are skipped by an expression. */
function bare(text: string): string {
  return text.replace(/("(?:[^"\\]|\\[^])*")|[ \t\n\r]+/g, (_, string: string | undefined) => string ?? "");
}

function print(text: string): string | null {
  return runNow(pretty(text))?.text ?? null;
}

const SAMPLES = [
  "{}",
  "[]",
  " [ ] ",
  "1e+10",
  '"lone"',
  String.raw`{"a":"caf\u00e9 \/ \" \\","a":"again","n":1.50e+3,"m":-0,"z":[true,false,null]}`,
  String.raw`{"ends in slashes":"\\\\","next":"\\\""}`,
  '{\r\n\t"a" : [ 1 , 2 ] ,"b":{}}',
  '[[[[]]],{"deep":{"er":[{"x":[{}]}]}}]',
  '\ufeff{"bom":1}',
  '{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"2"},"message":{"mid":"m","text":"a long text, longer than forty characters"}},{"b":1}]}]}',
  '{"hidden":"\u202e\u0000","pair":"\ud83d\ude00","lone":"\ud83d"}',
];

test.each(SAMPLES)("only white space changes: %j", (sample) => {
  const printed = print(sample);
  expect(printed).not.toBeNull();
  expect(bare(printed ?? "")).toBe(bare(sample));
});

test("random documents keep every token", () => {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const space = (): string => ["", " ", "\n", "\t \r\n"][random(4)] ?? "";
  const value = (depth: number): string => {
    const kind = random(depth > 5 ? 4 : 7);
    if (kind === 0) return ["1", "-0.0", "1E5", "123456789012345678901234567890"][random(4)] ?? "0";
    if (kind === 1) return ["true", "false", "null"][random(3)] ?? "null";
    if (kind < 4) return `"${["", "x", '\\"', "\\\\", "{[,:]}", "\\ud800", "é😀"][random(7)] ?? ""}"`;
    const parts = Array.from({ length: random(4) }, () => value(depth + 1));
    if (kind === 4) return `[${parts.map((part) => `${space()}${part}${space()}`).join(",")}]`;
    return `{${parts.map((part) => `${space()}"k"${space()}:${space()}${part}`).join(",")}${space()}}`;
  };
  for (let round = 0; round < 500; round += 1) {
    const document = value(0);
    expect(bare(print(document) ?? "not JSON")).toBe(bare(document));
  }
});

test.each(["", " ", "{", "}", '{"a":"', "[1 2]", "1 2", '{"a" "b"}', "[1,]", "[,]", "{]", "[}", '"a', "[1],", "{} {}", "x", "[nul]", "[truex]", "[NaN]"])("no document: %j", (text) => {
  expect(print(text)).toBeNull();
});

test("short containers stay on a line, a sole element hugs its array", () => {
  expect(print('{"entry":[{"id":"1","sender":{"id":"7310482956120433"},"rest":"0123456789012345678901234567890123456789"}]}')).toBe(
    ['{', ' "entry": [{', '  "id": "1",', '  "sender": {"id": "7310482956120433"},', '  "rest": "0123456789012345678901234567890123456789"', " }]", "}"].join("\n"),
  );
});

test("offsets map both ways to the same characters", () => {
  const source = '{"a":["first value, long enough to break","second value, long enough to break"],"b":{"c":12345}}';
  const laidOut = runNow(pretty(source));
  for (const needle of ["first", '"second', "12345", '"b"']) {
    const offset = source.indexOf(needle);
    const located = laidOut?.locate(offset) ?? -1;
    expect(laidOut?.text.slice(located, located + needle.length)).toBe(needle);
    expect(laidOut?.origin(located)).toBe(offset);
  }
});
