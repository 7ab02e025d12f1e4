import { expect, test } from "vitest";
import type { ItemView } from "../api/gen/ItemView";
import { stretches } from "./stretches";

const items = (verdicts: (string | null)[]): ItemView[] => verdicts.map((verdict) => ({ verdict }) as ItemView);

test("items of one verdict side by side are one stretch", () => {
  expect(stretches(items(["converted", "converted", "skipped", null]), 100)).toEqual([
    { from: 0, to: 2, verdict: "converted" },
    { from: 2, to: 3, verdict: "skipped" },
    { from: 3, to: 4, verdict: "pending" },
  ]);
});

test("one failed item among a thousand is seen", () => {
  const verdicts = Array.from({ length: 1000 }, (_, index) => (index === 503 ? "failed" : "converted"));
  expect(stretches(items(verdicts), 100)).toEqual([
    { from: 0, to: 500, verdict: "converted" },
    { from: 500, to: 510, verdict: "failed" },
    { from: 510, to: 1000, verdict: "converted" },
  ]);
});
