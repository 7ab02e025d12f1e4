import { expect, test } from "vitest";
import { actionOf, isTextField, type Key } from "./keys";

const key = (name: string, part: Partial<Key> = {}): Key => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...part });

test("single keys act outside text fields only", () => {
  expect(actionOf(key("j"), false)).toEqual({ do: "step", delta: 1 });
  expect(actionOf(key("K"), false)).toEqual({ do: "item", delta: -1 });
  expect(actionOf(key("2"), false)).toEqual({ do: "focus", region: "decoded" });
  expect(actionOf(key("j"), true)).toBeNull();
  expect(actionOf(key("4"), false)).toBeNull();
});

test("Ctrl and Cmd combinations act everywhere and are no single keys", () => {
  expect(actionOf(key("f", { ctrlKey: true }), true)).toEqual({ do: "find" });
  expect(actionOf(key(",", { metaKey: true }), false)).toEqual({ do: "setup" });
  expect(actionOf(key("r", { ctrlKey: true }), false)).toBeNull();
  expect(actionOf(key("v", { altKey: true }), false)).toBeNull();
});

test("fields are told from the rest", () => {
  expect(["input", "select", "textarea"].every((name) => isTextField(document.createElement(name)))).toBe(true);
  expect(isTextField(document.createElement("div"))).toBe(false);
  expect(isTextField(undefined)).toBe(false);
});
