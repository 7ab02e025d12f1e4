import { expect, test } from "vitest";
import { wires } from "./wires";

const EDGES = [100, 120, 200, 220] as const;
const spot = (y: number, isInner = false): { y: number; left: number; right: number; isInner: boolean } => ({ y, left: 128, right: 80, isInner });

test("a value is led along its line and over both gutters", () => {
  const paths = wires([spot(10)], [spot(20)], [spot(30)], EDGES).map(({ path }) => path);
  expect(paths).toEqual(["M80.5 10.5H100.5", "M100.5 10.5C110.5 10.5 110.5 20.5 120.5 20.5", "M120.5 20.5H128.5", "M80.5 20.5H200.5", "M200.5 20.5C210.5 20.5 210.5 30.5 220.5 30.5"]);
});

test("it stops at the card where it is not in the output, and crosses no card where there is none", () => {
  expect(wires([spot(10)], [spot(20)], [], EDGES)).toHaveLength(3);
  expect(wires([spot(10)], [], [spot(30)], EDGES)).toEqual([]);
});

test("what is hidden is dashed, and too many are none", () => {
  expect(wires([spot(10)], [spot(20)], [spot(30, true)], EDGES).at(-1)?.isInner).toBe(true);
  expect(wires([spot(10)], [spot(20)], Array.from({ length: 24 }, () => spot(30)), EDGES)).toEqual([]);
});
