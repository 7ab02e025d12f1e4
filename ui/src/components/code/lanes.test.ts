import { expect, test } from "vitest";
import { laneAt } from "./lanes";

const lanes = [
  { from: 10, to: 20, style: "l1" },
  { from: 22, to: 30, style: "l2" },
];

test("a line lies in the lane that it is in or that starts in it", () => {
  expect(laneAt(lanes, 0, 5)).toBeNull();
  expect(laneAt(lanes, 8, 12)?.style).toBe("l1");
  expect(laneAt(lanes, 15, 21)?.style).toBe("l1");
  expect(laneAt(lanes, 20, 21)).toBeNull();
  expect(laneAt(lanes, 29, 40)?.style).toBe("l2");
  expect(laneAt(lanes, 30, 40)).toBeNull();
});

test("a line of several items has no lane", () => {
  expect(laneAt(lanes, 0, 100)).toBeNull();
});
