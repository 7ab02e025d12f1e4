import { describe, expect, test } from "vitest";
import { sampleCaptures } from "../api/memory/captures";
import { isPatient } from "./doctor.svelte";
import { checkRule, enteredOf, readRule, ruleInWords } from "./faultrule";
import { doubtOf, faultOf, hasFault } from "./faults";
import { doubtOfSecret, toldOf } from "./secrets.svelte";
import { hostOf } from "./tunnel.svelte";

test("what is refused or unverified has something to explain; what is fine has not", () => {
  const patients = sampleCaptures().filter(({ view }) => isPatient(view)).map(({ view }) => view.row.judgement);
  expect(patients).toEqual(["invalid", "verification", "unauthenticated", "invalid", "unrouted"]);
  const accepted = sampleCaptures().find(({ view }) => view.row.judgement === "accepted");
  expect(accepted !== undefined && isPatient({ ...accepted.view, authentication: "unverified" })).toBe(true);
});

test("faults stand beside their fields, doubts apart from refusals", () => {
  const faults = [
    { field: "contacts.2.email", severity: "error", message: "no" },
    { field: "org_id", severity: "warning", message: "odd" },
  ];
  expect(faultOf(faults, "contacts.2.email")).toBe("no");
  expect(faultOf(faults, "org_id")).toBeUndefined();
  expect(doubtOf(faults, "org_id")).toBe("odd");
  expect([hasFault(faults, "contacts.2"), hasFault(faults, "contacts.20"), hasFault(faults, "org_id")]).toEqual([true, false, false]);
});

describe("fault rules", () => {
  test.each([
    [{ status: 503, delay_ms: 0, left: 3 }, "Answers 503 to the next 3 requests"],
    [{ status: null, delay_ms: 2000, left: 1 }, "Answers as usual after 2,000 ms to the next request"],
    [{ status: 500, delay_ms: 5, left: null }, "Answers 500 after 5 ms to every request until it is cleared"],
  ])("%o in words, and back through its fields", (rule, words) => {
    expect(ruleInWords(rule)).toBe(words);
    expect(checkRule(enteredOf(rule))).toEqual({});
    expect(readRule(enteredOf(rule))).toEqual(rule);
  });

  test.each([
    [{ status: "200", delay: "0", left: "" }, ["status"]],
    [{ status: "503", delay: "-1", left: "0" }, ["delay", "left"]],
    [{ status: "", delay: "0", left: "3" }, ["delay"]],
    [{ status: "503", delay: "60001", left: "1.5" }, ["delay", "left"]],
  ])("%o is refused at %o", (entered, fields) => {
    expect(Object.keys(checkRule(entered)).toSorted()).toEqual(fields);
  });
});

test("an odd secret is told by its length, and never shown", () => {
  expect(doubtOfSecret("")).toBeNull();
  expect(doubtOfSecret(` ${"0f".repeat(16)} `)).toBeNull();
  expect(doubtOfSecret("51f0c7")).toMatch(/^6 characters\./);
  expect(doubtOfSecret("x".repeat(32))).toMatch(/0 to 9 and a to f/);
  expect(doubtOfSecret("hunter2")).not.toContain("hunter2");
});

test.each([
  [{ looked: 0, admitted: [], still_refused: 0, cut: 0 }, "No refused capture was waiting for it."],
  [{ looked: 3, admitted: [41, 42], still_refused: 1, cut: 0 }, "2 refused captures hold now and were taken in. 1 refused capture still does not."],
  [{ looked: 1, admitted: [41], still_refused: 0, cut: 0 }, "1 refused capture holds now and was taken in."],
  [{ looked: 2, admitted: [], still_refused: 2, cut: 1 }, "It makes none of the refused captures hold. 1 refused capture was too long to be kept whole and cannot be judged again."],
])("%o is told in words", (rejudged, words) => {
  expect(toldOf(rejudged)).toBe(words);
});

test("a tunnel is told by its host, and what is no URL as it is", () => {
  expect(hostOf("https://lumen-qa.example.dev:8443/x")).toBe("lumen-qa.example.dev:8443");
  expect(hostOf("nonsense")).toBe("nonsense");
});
