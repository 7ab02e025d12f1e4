import { expect, test } from "vitest";
import { stored } from "../api/memory/make";
import { Selection } from "./selection.svelte";

const rows = [9, 8, 7, 6, 5, 4].map((id) => stored(id, { body: "", row: { title: "" } }).view.row);

test("the open capture alone is selected until others are marked", () => {
  const selection = new Selection();
  expect([selection.ids(7), selection.ids(null), selection.isMany]).toEqual([[7], [], false]);
  selection.toggle(5, 7);
  expect(selection.ids(5)).toEqual([7, 5]);
  selection.toggle(7, 5);
  expect(selection.ids(5)).toEqual([5]);
  selection.only(4);
  expect([selection.ids(4), selection.has(4, 4), selection.isMany]).toEqual([[4], true, false]);
});

test("a range grows and shrinks from where it began", () => {
  const selection = new Selection();
  selection.only(7);
  selection.extend(rows, 5, 7);
  expect(selection.ids(5)).toEqual([7, 6, 5]);
  selection.extend(rows, 6, 5);
  expect(selection.ids(6)).toEqual([7, 6]);
  selection.extend(rows, 9, 6);
  expect(selection.ids(9)).toEqual([9, 8, 7]);
});

test("a range whose beginning is not loaded begins anew", () => {
  const selection = new Selection();
  selection.only(100);
  selection.extend(rows, 6, 100);
  expect(selection.ids(6)).toEqual([6]);
  selection.extend(rows, 4, 6);
  expect(selection.ids(4)).toEqual([6, 5, 4]);
});
