import { expect, test } from "vitest";
import { timeOf } from "./making.svelte";

test("a time is written as people write it, or as a body has it", () => {
  for (const [text, ms] of [
    ["1773325661074", 1_773_325_661_074],
    ["1773325661", 1_773_325_661_000],
    ["2026-03-12T14:27:41Z", 1_773_325_661_000],
    ["soon", Number.NaN],
  ] as const) {
    expect(timeOf(text), text).toBe(ms);
  }
});
