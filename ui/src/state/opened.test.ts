import { expect, test } from "vitest";
import { memory } from "../api/memory";
import { Opened } from "./opened.svelte";

test("one that takes long can be left: what was shown stays", async () => {
  const backend = memory(new URLSearchParams());
  const opened = new Opened(backend);
  await opened.open(11);
  let arrive = (_: Uint8Array): void => undefined;
  backend.body = () => new Promise((resolve) => (arrive = resolve));
  const slow = opened.open(6);
  expect([opened.id, opened.view?.row.id]).toEqual([6, 11]);
  opened.cancel();
  expect(opened.id).toBe(11);
  arrive(new TextEncoder().encode("{}"));
  await slow;
  expect([opened.id, opened.view?.row.id, opened.isSlow]).toEqual([11, 11, false]);
});

test("what cannot be read says so, and can be tried again", async () => {
  const opened = new Opened(memory(new URLSearchParams()));
  await opened.open(999);
  expect(opened.error?.message).toContain("999");
  await opened.open(11);
  expect([opened.error, opened.view?.row.id]).toEqual([null, 11]);
});
