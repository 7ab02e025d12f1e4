import { afterEach, expect, test } from "vitest";
import { Prefs } from "./prefs.svelte";

afterEach(() => localStorage.clear());

test("a choice stays for the next window", () => {
  const prefs = new Prefs();
  prefs.theme = "light";
  prefs.keys = { "capture.replay": "X" };
  prefs.split = [1, 2, 3];
  const next = new Prefs();
  expect([next.theme, next.keys, next.split, next.drawnTheme]).toEqual(["light", { "capture.replay": "X" }, [1, 2, 3], "light"]);
  next.resetSplit();
  expect(new Prefs().split).toEqual([384, 320, 396]);
});

test("what is stored and does not fit is as at first; the rest is kept", () => {
  const stored = { theme: "sepia", zoom: 900, wrap: false, split: [1, "2"], keys: { a: 1, b: "B" }, recentActions: ["x", 3], last: { id: 4 }, gone: 1 };
  localStorage.setItem("triptych.view", JSON.stringify(stored));
  const prefs = new Prefs();
  expect([prefs.theme, prefs.zoom, prefs.wrap, prefs.split, prefs.keys, prefs.recentActions, prefs.last]).toEqual([
    "system", 100, false, [384, 320, 396], { b: "B" }, ["x"], null,
  ]);
  localStorage.setItem("triptych.view", "{");
  expect(new Prefs().wrap).toBe(true);
  localStorage.setItem("triptych.view", "null");
  expect(new Prefs().theme).toBe("system");
});
