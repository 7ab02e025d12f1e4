import { expect, test } from "vitest";
import type { JsonText } from "./jsontext";
import { pretty } from "./pretty";
import { restored } from "./restore";
import { runNow } from "./slices";

function laidOut(source: string): JsonText {
  const json = runNow(pretty(source));
  if (json === null) throw new Error(`no JSON: ${source}`);
  return json;
}

const COMPACT = String.raw`{"object":"page","entry":[{"id":"1","messaging":[{"message":{"text":"caf\u00e9","n":1.50}}],"time":7}]}`;
const SPACED = '{ "object" : "page",\n\t"entry": [ 1,2 , 3 ]\r\n}\n';

test.each([COMPACT, SPACED, " [] "])("what was not edited is sent as it came: %j", (source) => {
  expect(restored(laidOut(source), laidOut(source).text)).toBe(source);
});

test("of an edit, only what was changed differs", () => {
  const json = laidOut(COMPACT);
  const edited = json.text.replace('"caf\\u00e9"', '"tea"').replace('"time": 7', '"time": 8,\n "new": [1, 2]');
  expect(restored(json, edited)).toBe(COMPACT.replace('"caf\\u00e9"', '"tea"').replace('"time":7', '"time":8,"new":[1,2]'));
});

test("the white space of the original stays around an edit", () => {
  const json = laidOut(SPACED);
  expect(restored(json, json.text.replace('"page"', '"instagram"').replace("2", "20"))).toBe('{ "object" : "instagram",\n\t"entry": [ 1,20 , 3 ]\r\n}\n');
  expect(restored(json, json.text.replace(/1, 2, /, ""))).toMatch(/^\{ "object" : "page",\n\t"entry": \[ ?3 \]\r\n\}\n$/);
});

test("white space alone changes nothing, and what is no JSON goes as it is", () => {
  const json = laidOut(COMPACT);
  expect(restored(json, json.text.replaceAll(" ", "   "))).toBe(COMPACT);
  expect(restored(json, '{"object": "page')).toBe('{"object": "page');
});
