import { afterEach, expect, test, vi } from "vitest";
import { Frame } from "./frame.svelte";
import { Layout } from "./layout.svelte";
import { Prefs } from "./prefs.svelte";

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

function frame(width: number): Frame {
  const matches = (query: string): boolean => width <= Number(/max-width: (\d+)px/.exec(query)?.[1] ?? 0);
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: matches(query), addEventListener: () => undefined }));
  return new Frame(new Prefs());
}

test("with room the list is there until it is hidden, for the next window too", () => {
  const wide = frame(1440);
  expect(wide.sidebar).toBe("list");
  wide.toggleList();
  expect([wide.sidebar, frame(1440).sidebar]).toEqual(["rail", "rail"]);
  wide.showList();
  expect(wide.sidebar).toBe("over");
  wide.toggleList();
  expect(wide.sidebar).toBe("list");
});

test("in a narrow window it opens over the panes for a while", () => {
  const narrow = frame(1240);
  expect(narrow.sidebar).toBe("rail");
  narrow.toggleList();
  expect(narrow.sidebar).toBe("over");
  narrow.leaveList();
  expect(narrow.sidebar).toBe("rail");
  expect(frame(1441).sidebar).toBe("list");
});

test("where three panes have no room, the one that was used last is shown alone", () => {
  expect(new Layout(frame(1000)).alone).toBeNull();
  const layout = new Layout(frame(720));
  expect(layout.alone).toBe("raw");
  layout.only = "output";
  expect(layout.alone).toBe("output");
});
