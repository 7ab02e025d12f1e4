import { expect, test } from "vitest";
import { zoomed } from "./zoom";

test("zoom goes by steps and stays at the ends", () => {
  expect([zoomed(100, 1), zoomed(100, -1), zoomed(200, 1), zoomed(80, -1), zoomed(105, 1)]).toEqual([110, 90, 200, 80, 110]);
});
