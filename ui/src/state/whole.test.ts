import { expect, test } from "vitest";
import type { Backend, Command } from "../api/backend";
import type { ItemView } from "../api/gen/ItemView";
import { memory } from "../api/memory";
import { Opened } from "./opened.svelte";
import { wholeView } from "./whole";

/** A host that gives out the items of its captures in parts of two. */
function parted(count: number): { backend: Backend; asked: string[]; all: ItemView[] } {
  const inner = memory(new URLSearchParams("until=11"));
  const one = inner.captures.at(-1);
  const item = one?.view.items[0];
  if (one === undefined || item === undefined) throw new Error("no capture with an item");
  const all = Array.from({ length: count }, (_, index) => ({ ...item, title: `Item ${index}` }));
  const view = { ...one.view, items: all };
  const asked: string[] = [];
  const rpc = async (name: Command, request: { id: number; from?: number }): Promise<unknown> => {
    asked.push(`${name} ${request.from ?? ""}`.trim());
    if (name === "captures.get") return { ...view, items: all.slice(0, 2), items_left: count - 2 };
    if (name === "captures.items") return all.slice(request.from, (request.from ?? 0) + 2);
    return inner.rpc(name as never, request as never);
  };
  return { backend: { rpc: rpc as Backend["rpc"], body: async () => one.body, onTick: (told) => inner.onTick(told) }, asked, all };
}

test("the items of a large batch are put together in their order", async () => {
  const { backend, asked, all } = parted(7);
  const told: string[] = [];
  const view = await wholeView(backend, 11, { onpart: (items, of) => told.push(`${items} of ${of}`) });
  expect(view.items.map(({ title }) => title)).toEqual(all.map(({ title }) => title));
  expect(view.items_left).toBe(0);
  expect(told).toEqual(["2 of 7", "4 of 7", "6 of 7"]);
  expect(asked).toEqual(["captures.get", "captures.items 2", "captures.items 4", "captures.items 6"]);
});

test("nobody waits for it any more: nothing more is asked for", async () => {
  const { backend, asked } = parted(7);
  let parts = 0;
  await wholeView(backend, 11, { onpart: () => (parts += 1), isStale: () => parts === 2 });
  expect(asked).toEqual(["captures.get", "captures.items 2", "captures.items 4"]);
});

test("what is converted while it is read is read anew, not half from before and half from after", async () => {
  const { backend, asked, all } = parted(5);
  const verdicts = all.map(({ verdict }) => verdict);
  all.forEach((item, index) => (all[index] = { ...item, verdict: null }));
  const converting: Backend = {
    ...backend,
    rpc: (async (name: Command, request: { from?: number }) => {
      if (request.from === 4) all.forEach((item, index) => (all[index] = { ...item, verdict: verdicts[index] ?? null }));
      return backend.rpc(name as never, request as never);
    }) as Backend["rpc"],
  };
  expect((await wholeView(converting, 11)).items.map(({ verdict }) => verdict)).toEqual(verdicts);
  expect(verdicts).not.toContain(null);
  expect(asked.filter((command) => command === "captures.get")).toHaveLength(2);
});

test("a host that has fewer items than it said does not keep anybody waiting", async () => {
  const { backend, all } = parted(7);
  const short: Backend = { ...backend, rpc: (async (name: Command, request: never) => (name === "captures.items" ? [] : backend.rpc(name, request))) as Backend["rpc"] };
  expect((await wholeView(short, 11)).items).toHaveLength(2);
  expect(all).toHaveLength(7);
});

test("of a batch that is shown only the first items are asked for again", async () => {
  const { backend, asked, all } = parted(7);
  const opened = new Opened(backend);
  await opened.open(11);
  expect(opened.view?.items).toHaveLength(7);
  asked.length = 0;
  const before = opened.view;
  await opened.refresh();
  expect(opened.view).toBe(before);
  all[0] = { ...all[0]!, title: "Another" };
  await opened.refresh();
  expect(opened.view?.items.map(({ title }) => title)).toEqual(all.map(({ title }) => title));
  expect(asked).toEqual(["captures.get", "captures.get"]);
});
