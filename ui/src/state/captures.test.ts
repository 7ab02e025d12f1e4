import { expect, test, vi } from "vitest";
import type { Answer, Command, Request } from "../api/backend";
import type { CapturePage } from "../api/gen/CapturePage";
import type { ListCaptures } from "../api/gen/ListCaptures";
import { Memory } from "../api/memory";
import { simple } from "../api/memory/captures";
import { stored } from "../api/memory/make";
import { Captures } from "./captures.svelte";

const backend = (count: number, gap = 1): Memory => new Memory(Array.from({ length: count }, (_, index) => stored((index + 1) * gap, simple(`text ${index}`))));
const ids = (list: Captures): number[] => list.rows.map(({ id }) => id);
/** From so many down to 1. */
const down = (from: number): number[] => Array.from({ length: from }, (_, index) => from - index);

async function loaded(memory: Memory): Promise<Captures> {
  const list = new Captures(memory);
  await list.pull(0);
  return list;
}

test("new captures go to the top while nobody reads further down", async () => {
  const memory = backend(3);
  const list = await loaded(memory);
  memory.add(simple("new"));
  expect((await list.pull(4)).map(({ id }) => id)).toEqual([4]);
  expect(ids(list)).toEqual([4, 3, 2, 1]);
  expect([list.total, list.length]).toEqual([4, 4]);
});

test("while someone reads, they are counted and the list stays", async () => {
  const memory = backend(3);
  const list = await loaded(memory);
  list.mayGrow = () => false;
  const before = list.rows;
  memory.add(simple("new"));
  await list.pull(4);
  memory.add(simple("newer"));
  await list.pull(5);
  expect(list.rows).toBe(before);
  expect([list.waiting.count, list.length]).toEqual([2, 3]);
  await list.showNewest();
  expect(ids(list)).toEqual([5, 4, 3, 2, 1]);
  expect([list.waiting.count, list.length]).toEqual([0, 5]);
});

test("once nobody reads any more, those that waited come in with the next", async () => {
  const memory = backend(3);
  const list = await loaded(memory);
  list.mayGrow = () => false;
  memory.add(simple("new"));
  await list.pull(4);
  list.mayGrow = () => true;
  memory.add(simple("newer"));
  expect((await list.pull(5)).map(({ id }) => id)).toEqual([5]);
  expect(ids(list)).toEqual([5, 4, 3, 2, 1]);
  expect([list.waiting.count, list.length]).toEqual([0, 5]);
});

test("older pages follow without a gap as far as one scrolls", async () => {
  const list = await loaded(backend(450));
  expect([list.rows.length, list.size]).toEqual([200, 450]);
  await list.loadAround(150, 180);
  expect(list.rows.length).toBe(400);
  await list.loadAround(380, 399);
  expect(ids(list)).toEqual(down(450));
});

test("a flood starts the list over instead of leaving a gap", async () => {
  const memory = backend(3);
  const list = await loaded(memory);
  for (let more = 0; more < 500; more += 1) memory.add(simple("flood"));
  await list.pull(503);
  await list.loadAround(190, 200);
  await list.loadAround(390, 400);
  expect(ids(list)).toEqual(down(503));
});

test("a pending row is asked for again until it is converted", async () => {
  const memory = backend(1);
  const pending = memory.add({ ...simple("soon"), items: [] });
  const list = await loaded(memory);
  expect(list.rows[0]?.ledger).toBeNull();
  memory.captures[1] = stored(pending, simple("soon"));
  await list.pull(2);
  expect(list.rows[0]?.ledger?.converted).toBe(1);
});

test("the end of a long list is two requests away, and the way up from there has no gap", async () => {
  const memory = backend(5000, 3);
  const list = await loaded(memory);
  memory.calls.length = 0;
  await list.showOldest();
  expect(memory.calls.length).toBeLessThanOrEqual(2);
  expect([list.rows.at(-1)?.id, list.start, list.size]).toEqual([3, 4800, 5000]);
  await list.loadAround(4800, 4830);
  expect([list.start, list.rows.length]).toEqual([4600, 400]);
  expect(ids(list)).toEqual(down(400).map((place) => place * 3));
});

test("a jump into the middle loads what is about there, and the top is exact again when it is reached", async () => {
  const memory = backend(3000);
  const list = await loaded(memory);
  await list.loadAround(1500, 1520);
  expect(list.rows[1520 - list.start]).toBeDefined();
  expect(list.rows.length).toBe(200);
  const shown = list.rows[1500 - list.start]?.id ?? 0;
  expect(Math.abs(shown - 1500)).toBeLessThan(10);
  for (let step = 0; step < 20 && list.start > 0; step += 1) await list.loadAround(list.start, list.start + 20);
  expect([list.start, list.rows[0]?.id, list.size]).toEqual([0, 3000, 3000]);
});

test("a capture far down is shown at its place", async () => {
  const list = await loaded(backend(2000));
  expect(await list.showCapture(700)).toBe(true);
  const at = list.rows.findIndex(({ id }) => id === 700);
  expect(list.start + at).toBe(1300);
  expect(await list.showCapture(4000)).toBe(false);
});

test("a filter shows what answers it, counts it, and takes in only what answers", async () => {
  const memory = backend(1000);
  const list = await loaded(memory);
  await list.show(`"text 9"`);
  expect(list.rows.every(({ title }) => title.startsWith("text 9"))).toBe(true);
  expect([list.length, list.isLeast, list.total]).toEqual([111, false, 1000]);
  memory.add(simple("nothing of it"));
  memory.add(simple("text 9 too"));
  await list.pull(1002);
  expect(list.rows[0]?.title).toBe("text 9 too");
  expect([list.length, list.total]).toEqual([112, 1002]);
});

test("many matches are counted beside the first page", async () => {
  const list = await loaded(backend(1000));
  await list.show("text");
  expect(list.rows.length).toBe(200);
  await expect.poll(() => [list.length, list.isLeast]).toEqual([1000, false]);
});

test("a capture that answers only once it is converted comes in then, at its place", async () => {
  const memory = backend(2);
  const list = await loaded(memory);
  await list.show("verdict:converted");
  const pending = memory.add({ ...simple("soon"), items: [] });
  memory.add(simple("after it"));
  await list.pull(2);
  expect(ids(list)).toEqual([4, 2, 1]);
  memory.captures[2] = stored(pending, simple("soon"));
  await list.pull(4);
  expect(ids(list)).toEqual([4, 3, 2, 1]);
  expect(list.length).toBe(4);
});

test("what is no filter leaves the list as it is", async () => {
  const list = await loaded(backend(5));
  await expect(list.show("verdict:good")).rejects.toMatchObject({ code: "bad_filter" });
  expect([ids(list), list.filter]).toEqual([down(5), ""]);
});

test("of two filters in a hurry the last one counts, whichever answer comes last", async () => {
  const memory = backend(20);
  const list = await loaded(memory);
  const answer = memory.rpc.bind(memory);
  vi.spyOn(memory, "rpc").mockImplementation(async (name, request) => {
    const isSlow = "filter" in request && request.filter === "slow";
    if (isSlow) await new Promise((done) => setTimeout(done, 50));
    return answer(name, request);
  });
  await Promise.all([list.show("slow"), list.show(`"text 2"`)]);
  expect(list.filter).toBe(`"text 2"`);
  expect(list.rows[0]?.title).toBe("text 2");
});

test("removed captures leave the list at once and come back to their places", async () => {
  const list = await loaded(backend(6));
  const gone = list.remove(new Set([5, 2]));
  expect([ids(list), list.length, list.total]).toEqual([[6, 4, 3, 1], 4, 4]);
  list.restore(new Set([5, 2]), gone);
  expect([ids(list), list.length, list.total]).toEqual([down(6), 6, 6]);
});

test("a wish to see the end wins over what was being loaded around the top", async () => {
  const list = await loaded(backend(3000));
  const around = list.loadAround(150, 180);
  await Promise.all([list.showOldest(), around]);
  expect([list.rows.at(-1)?.id, list.aim.index]).toEqual([1, 2999]);
});

/** Ends each page with a filter after one row, or before the first one, as a host does that takes long. */
class Hasty extends Memory {
  #turn = 0;

  override async rpc<C extends Command>(name: C, request: Request<C>): Promise<Answer<C>> {
    const answer = await super.rpc(name, request);
    const { filter, oldest } = request as ListCaptures;
    if (name !== "captures.list" || filter === undefined || oldest) return answer;
    const page = answer as CapturePage;
    const [first] = page.rows;
    if (first === undefined) return answer;
    this.#turn += 1;
    const cut = this.#turn % 2 === 0 ? { rows: [first], next: first.id } : { rows: [], next: first.id + 1 };
    return { ...page, ...cut, more: true } as Answer<C>;
  }
}

test("pages that end early are put together; nothing is lost, nothing matches only at the end", async () => {
  const memory = new Hasty(backend(90).captures);
  const list = await loaded(memory);
  await list.show("text");
  expect(list.rows.length).toBe(0);
  expect(list.isLeast).toBe(true);
  await list.loadAround(0, 20);
  expect(ids(list)).toEqual(down(90).slice(0, 81));
  await list.loadAround(60, 90);
  expect(ids(list)).toEqual(down(90));
  expect([list.length, list.isLeast]).toEqual([90, false]);
  await list.show("absent");
  expect([list.rows.length, list.length, list.isLeast]).toEqual([0, 0, false]);
});

test("rows that were removed at the end by limits leave the list", async () => {
  const memory = backend(50);
  const list = await loaded(memory);
  memory.captures = memory.captures.slice(20);
  memory.add(simple("new"));
  await list.pull(51);
  expect(ids(list)).toEqual(down(51).slice(0, 31));
  expect(list.length).toBe(31);
});

test("what comes in for days does not stay in memory", async () => {
  const memory = backend(1950);
  const list = await loaded(memory);
  for (let first = 0; first < 1950; first += 100) await list.loadAround(first, first + 20);
  for (let more = 0; more < 150; more += 1) memory.add(simple("more"));
  await list.pull(2100);
  expect([list.rows.length, list.rows[0]?.id, list.length]).toEqual([1000, 2100, 2100]);
  await list.loadAround(980, 999);
  expect(ids(list)).toEqual(down(2100).slice(0, 1200));
});

test("what was done elsewhere to a row in sight is taken in, and nothing moves", async () => {
  const memory = backend(450);
  const list = await loaded(memory);
  await list.loadAround(0, 10);
  await memory.rpc("captures.pin", { ids: [448, 20], pinned: true });
  expect((await list.refreshSight()).map(({ id }) => id)).toEqual([448]);
  expect(list.rows[2]?.pinned).toBe(true);
  expect(ids(list)).toEqual(down(450).slice(0, list.rows.length));
  const same = list.rows;
  expect(await list.refreshSight()).toEqual([]);
  expect(list.rows).toBe(same);
});

/** A host whose next answer to a command stays on its way until it is released. */
function holdNext(memory: Memory): { asked: Promise<void>; release: () => void } {
  const rpc = memory.rpc.bind(memory);
  let [release, answered] = [(): void => undefined, (): void => undefined];
  const held = new Promise<void>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) => (answered = resolve));
  memory.rpc = async (command, request) => {
    memory.rpc = rpc;
    const answer = await rpc(command, request);
    answered();
    await held;
    return answer;
  };
  return { asked, release };
}

test("what comes while the list begins anew is not taken out again", async () => {
  const memory = backend(3);
  const list = await loaded(memory);
  const { asked, release } = holdNext(memory);
  const shown = list.reload();
  await asked;
  memory.add(simple("meanwhile"));
  const pulled = list.pull(4);
  release();
  await Promise.all([shown, pulled]);
  expect(ids(list)).toEqual([4, 3, 2, 1]);
});

test("what comes while one goes to the end of the list is counted", async () => {
  const memory = backend(450);
  const list = await loaded(memory);
  memory.add(simple("new"));
  const { asked, release } = holdNext(memory);
  const pulled = list.pull(451);
  await asked;
  await list.showOldest();
  release();
  await pulled;
  expect(list.waiting.count).toBe(1);
});

test("whoever starts over meanwhile takes no filter back", async () => {
  const list = await loaded(backend(3));
  const filtered = list.show("text 2");
  await Promise.all([filtered, list.reload(), list.showOldest(), list.showCapture(1)]);
  expect([list.filter, list.sought]).toEqual(["text 2", "text 2"]);
});
