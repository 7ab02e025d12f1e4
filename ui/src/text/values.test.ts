import { expect, test } from "vitest";
import type { JsonText } from "./jsontext";
import { pretty } from "./pretty";
import { runNow } from "./slices";
import { leaves, nullRuns, pointerOf, spanAt, textOf } from "./values";

function laidOut(source: string): JsonText {
  const json = runNow(pretty(source));
  if (json === null) throw new Error(`no JSON: ${source}`);
  return json;
}

/** The pointer and the raw text of the value at the first place of `needle`, in the text as shown. */
function at(json: JsonText, needle: string, offset = 0): [string, string] | null {
  const span = spanAt(json, json.text.indexOf(needle) + offset);
  return span === null ? null : [pointerOf(json, span.first), json.slice(span.first, span.last)];
}

const BODY = String.raw`{"object":"page","entry":[{"id":"1","messaging":[{"a":1},{"sender":{"id":"7"},"message":{"text":"caf\u00e9, [1] {2}","n":[10,[20,{"x":1.50e+3}]]}}]}],"a/b":{"c~d":{"":null}},"entry":"twice"}`;

test.each([false, true])("the value at the cursor has a pointer, laid out or as sent (as sent: %j)", (isExact) => {
  const json = isExact ? laidOut(BODY).asSent() : laidOut(BODY);
  expect(at(json, '"page"', 3)).toEqual(["/object", '"page"']);
  expect(at(json, "caf")).toEqual(["/entry/0/messaging/1/message/text", String.raw`"caf\u00e9, [1] {2}"`]);
  expect(at(json, '"sender"', 2)).toEqual(["/entry/0/messaging/1/sender", '{"id":"7"}']);
  expect(at(json, "1.50e+3")).toEqual(["/entry/0/messaging/1/message/n/1/1/x", "1.50e+3"]);
  expect(at(json, "10,", 2)).toEqual(["/entry/0/messaging/1/message/n/0", "10"]);
  expect(at(json, "20")).toEqual(["/entry/0/messaging/1/message/n/1/0", "20"]);
  expect(at(json, "null")).toEqual(["/a~1b/c~0d/", "null"]);
  expect(at(json, '"twice"')).toEqual(["/entry", '"twice"']);
  expect(at(json, "{")).toEqual(["", BODY]);
});

test("what closes a container is about the container", () => {
  const json = laidOut(BODY);
  const span = spanAt(json, json.text.length - 1);
  expect(span?.first).toBe(0);
  expect(at(laidOut('{"a":[1,2]}'), "]")).toEqual(["/a", "[1,2]"]);
});

test("a document that is a lone value has the empty pointer", () => {
  expect(at(laidOut(' "x" '), "x")).toEqual(["", '"x"']);
});

test("every value of a document is found again by its pointer", () => {
  const source = '{"a":[{"b":[[1],{}]},"x",[]],"c":{"d/e":[true,{"~":0}]}}';
  const json = laidOut(source);
  for (let token = 0; token < json.length; token += 1) {
    const span = spanAt(json, json.start(token));
    const steps = pointerOf(json, span?.first ?? 0).split("/").slice(1);
    const reached = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step.replaceAll("~1", "/").replaceAll("~0", "~")], JSON.parse(source));
    expect(JSON.stringify(reached)).toBe(json.slice(span?.first ?? 0, span?.last));
  }
});

test("a string is what it says; half a pair stays an escape", () => {
  expect(textOf(String.raw`"caf\u00e9 \/ \n"`)).toBe("café / \n");
  expect(textOf(String.raw`"\ud83d"`)).toBe(String.raw`\ud83d`);
  expect(textOf("1.50e+3")).toBe("1.50e+3");
  expect(textOf('"tab\tinside"')).toBe("tab\tinside");
});

test("keys are not counted as values", () => {
  const json = laidOut('{"a":1,"b":{"c":[2,3,{}],"d":"x"}}');
  expect(leaves(json, 0, json.length - 1)).toBe(4);
});

function runs(source: string): string[] {
  const json = laidOut(source);
  return nullRuns(json).map((run) => `${json.slice(run.first, run.last)} = ${run.nulls}`);
}

test("members side by side that hold nothing but null are a run", () => {
  expect(runs('{"a":1,"b":null,"c":null,"d":2}')).toEqual(['"b":null,"c":null = 2']);
  expect(runs('{"a":{"x":null,"y":{"z":null}},"b":null}')).toEqual(['"a":{"x":null,"y":{"z":null}},"b":null = 3']);
  expect(runs('{"a":{"x":null}}')).toEqual(['"a":{"x":null} = 1']);
  expect(runs('{"a":null,"b":{"c":1,"d":null,"e":null}}')).toEqual(['"d":null,"e":null = 2']);
});

test("a lone null, nulls in arrays and empty containers are none", () => {
  expect(runs('{"a":null,"b":1,"c":null}')).toEqual([]);
  expect(runs('[null,null,{"a":{},"b":[]}]')).toEqual([]);
  expect(runs('{"a":null,"b":[],"c":null}')).toEqual([]);
});
