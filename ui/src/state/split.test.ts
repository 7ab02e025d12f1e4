import { expect, test } from "vitest";
import { moveSplit, percentBefore } from "./split";

test("a splitter moves width between its two panes", () => {
  expect(moveSplit([384, 320, 396], 0, 20, 1140)).toEqual([404, 300, 396]);
  expect(moveSplit([384, 320, 396], 1, -20, 1140)).toEqual([384, 300, 416]);
});

test("no pane gets narrower than it can be read", () => {
  expect(moveSplit([384, 320, 396], 0, 500, 1140)).toEqual([444, 260, 396]);
  expect(moveSplit([384, 320, 396], 0, -500, 1140)).toEqual([280, 424, 396]);
});

test("the share before a splitter", () => {
  expect(percentBefore([1, 1, 2], 0)).toBe(25);
  expect(percentBefore([1, 1, 2], 1)).toBe(50);
});
