import { expect, test } from "vitest";
import { stored } from "../api/memory/make";
import type { Delivery } from "../api/gen/Delivery";
import { answerOf, deliveryWords, retryOf } from "./deliveries";

const row = (replay_of: number | null = null) => stored(42, { row: { title: "Hello", replay_of }, body: "{}" }).view.row;
const delivery = (capture: number, relation: string, part: Partial<Delivery> = {}): Delivery => ({ capture, received_us: capture * 1_000_000, relation, status: 200, judgement: "accepted", spacing_us: null, changed: null, ...part });

test("the same body again is a retry, counted from the first", () => {
  const all = [delivery(38, "original", { status: 503 }), delivery(40, "retry", { spacing_us: 2_000_000 }), delivery(42, "this", { spacing_us: 60_400_000 }), delivery(45, "replay", { spacing_us: 76_300_000, changed: "1 value edited" })];
  const words = deliveryWords(all, row());
  expect(words.map(({ lineage }) => lineage)).toEqual(["first delivery", "retry 1", "retry 2", "replay"]);
  expect(words.map(({ after }) => after)).toEqual(["", "+2 s", "+60.4 s", "+76.3 s"]);
  expect(words.map(({ body, isChanged }) => [body, isChanged])).toEqual([["same bytes", false], ["same bytes", false], ["2 B", false], ["1 value edited", true]]);
  expect(retryOf(all, row())).toEqual({ nth: 2, first: 38 });
});

test("a replay is no retry, whatever its bytes", () => {
  const all = [delivery(38, "original"), delivery(42, "this")];
  expect(deliveryWords(all, row(38)).map(({ lineage }) => lineage)).toEqual(["first delivery", "replay"]);
  const edited = [delivery(38, "original", { changed: "1 value differs" }), delivery(42, "this")];
  expect(deliveryWords(edited, row(38)).map(({ lineage }) => lineage)).toEqual(["original", "replay"]);
  expect(retryOf(all, row(38))).toBeNull();
  expect(retryOf([delivery(42, "this"), delivery(44, "retry")], row())).toBeNull();
});

test("what was refused and taken in later is no replay", () => {
  const refused = [delivery(38, "this", { status: 401, judgement: "unauthenticated" }), delivery(42, "taken_in", { status: 0 })];
  expect(deliveryWords(refused, row()).map(({ lineage }) => lineage)).toEqual(["first delivery", "taken in"]);
  const taken = [delivery(38, "original", { status: 401, judgement: "unauthenticated" }), delivery(42, "this", { status: 0 })];
  expect(deliveryWords(taken, { ...row(38), taken_in: true }).map(({ lineage }) => lineage)).toEqual(["first delivery", "taken in"]);
});

test("what a fault rule answered does not look like what was answered well", () => {
  const all = [delivery(38, "original", { status: 503 }), delivery(40, "retry"), delivery(42, "this"), delivery(45, "replay"), delivery(46, "original", { status: 401, judgement: "unauthenticated" })];
  const icons = deliveryWords(all, row()).map((words) => answerOf(words).icon);
  expect(icons).toEqual(["flag", "check", "check", "replay", "x"]);
});
