import { expect, test } from "vitest";
import { sampleCaptures } from "../api/memory/captures";
import { cardText, found, stepped } from "./cards";

const items = sampleCaptures().find(({ view }) => view.items.length === 4)?.view.items ?? [];

test("a word is found in labels, values, reasons and pointers, whatever its case", () => {
  expect(found(items, "CAFÉ TABLE")).toEqual([{ item: 0, fact: 3 }]);
  expect(found(items, "quick reply")).toEqual([{ item: 0, fact: 4 }]);
  expect(found(items, "messaging/2")).toEqual([{ item: 2, fact: -1 }]);
  expect(found(items, "nlp")).toEqual([{ item: 0, fact: -1 }]);
  expect(found(items, "")).toEqual([]);
  expect(found(items, "nowhere")).toEqual([]);
});

test("steps go over the facts, and past folded cards", () => {
  const facts = items[0]?.facts.length ?? 0;
  expect(stepped(items, { item: 0, fact: -1 }, 1, () => false)).toEqual({ item: 0, fact: 0 });
  expect(stepped(items, { item: 0, fact: facts - 1 }, 1, () => false)).toEqual({ item: 1, fact: -1 });
  expect(stepped(items, { item: 1, fact: -1 }, -1, () => false)).toEqual({ item: 0, fact: facts - 1 });
  expect(stepped(items, { item: 0, fact: -1 }, 1, () => true)).toEqual({ item: 1, fact: -1 });
  expect(stepped(items, { item: 3, fact: -1 }, 1, () => false)).toEqual({ item: 3, fact: -1 });
  expect(stepped(items, { item: 0, fact: -1 }, -1, () => false)).toEqual({ item: 0, fact: -1 });
});

test("a card as text holds all of it", () => {
  const text = items.map(cardText).join("\n");
  expect(text).toContain("Text: Is the café table still available in white?");
  expect(text).toContain("From: 7310482956120433 (customer)");
  expect(text).toContain("A read receipt never creates a message. [read_receipt]");
  expect(text).toContain("at /entry/0/messaging/3");
});
