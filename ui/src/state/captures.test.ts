import { expect, test } from "vitest";
import { Memory } from "../api/memory";
import { simple } from "../api/memory/captures";
import { stored } from "../api/memory/make";
import { Captures } from "./captures.svelte";

const backend = (count: number): Memory => new Memory(Array.from({ length: count }, (_, index) => stored(index + 1, simple(`text ${index}`))));

test("new captures go to the top while nobody reads further down", async () => {
  const memory = backend(3);
  const list = new Captures(memory);
  await list.pull();
  memory.add(simple("new"));
  expect((await list.pull()).map(({ id }) => id)).toEqual([4]);
  expect(list.rows.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  expect(list.total).toBe(4);
});

test("while someone reads, they are counted and the list stays", async () => {
  const memory = backend(3);
  const list = new Captures(memory);
  list.isFollowing = () => false;
  await list.pull();
  const before = list.rows;
  memory.add(simple("new"));
  await list.pull();
  memory.add(simple("newer"));
  await list.pull();
  expect(list.rows).toEqual(before);
  expect(list.waiting).toBe(2);
  await list.showWaiting();
  expect(list.rows.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
  expect(list.waiting).toBe(0);
});

test("older pages follow without a gap", async () => {
  const list = new Captures(backend(450));
  await list.pull();
  expect(list.rows.length).toBe(200);
  await list.loadOlder();
  await list.loadOlder();
  await list.loadOlder();
  expect(list.rows.map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, index) => 450 - index));
  expect(list.more).toBe(false);
});

test("a flood starts the list over instead of leaving a gap", async () => {
  const memory = backend(3);
  const list = new Captures(memory);
  await list.pull();
  for (let more = 0; more < 500; more += 1) memory.add(simple("flood"));
  await list.pull();
  await list.loadOlder();
  await list.loadOlder();
  expect(list.rows.map(({ id }) => id)).toEqual(Array.from({ length: 503 }, (_, index) => 503 - index));
});

test("a pending row is asked for again until it is converted", async () => {
  const memory = backend(1);
  const pending = memory.add({ ...simple("soon"), items: [] });
  const list = new Captures(memory);
  await list.pull();
  expect(list.rows[0]?.ledger).toBeNull();
  memory.captures[1] = stored(pending, simple("soon"));
  await list.pull();
  expect(list.rows[0]?.ledger?.converted).toBe(1);
});
