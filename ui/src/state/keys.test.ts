import { expect, test } from "vitest";
import { ACTIONS, type Action } from "./actions";
import { actionOf, ariaKeys, caps, combo, isFree, isTextField, keymap, keysOf, rivals, withKeys, type Key } from "./keys";

const key = (name: string, part: Partial<Key> = {}): Key => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part });
const action = (id: string, keys?: string): Action => ({ id, title: id, group: "Window", run: () => undefined, ...(keys === undefined ? {} : { keys }) });

test("a combination has one name, whatever the layout and Caps Lock say", () => {
  const locked = { getModifierState: () => true };
  const cases: [Key, string | null][] = [
    [key("j"), "J"],
    [key("J", { shiftKey: true }), "Shift+J"],
    [key("J"), "Shift+J"],
    [key("J", locked), "J"],
    [key("j", { shiftKey: true, ...locked }), "Shift+J"],
    [key("?", { shiftKey: true }), "?"],
    [key("k", { ctrlKey: true }), "Mod+K"],
    [key("k", { metaKey: true }), "Mod+K"],
    [key("ArrowLeft", { altKey: true }), "Alt+ArrowLeft"],
    [key("Delete", { shiftKey: true }), "Shift+Delete"],
    [key("+", { ctrlKey: true, shiftKey: true }), "Mod++"],
    [key(" "), "Space"],
    [key("Shift", { shiftKey: true }), null],
  ];
  for (const [pressed, name] of cases) expect(combo(pressed)).toBe(name);
});

test("single keys rest while one types, and where they are switched off", () => {
  const map = keymap([action("next", "J"), action("palette", "Mod+K"), action("jump", "Alt+ArrowLeft")], {}, true);
  expect(actionOf(map, key("j"), false)?.id).toBe("next");
  expect(actionOf(map, key("j"), true)).toBeNull();
  expect(actionOf(map, key("k", { ctrlKey: true }), true)?.id).toBe("palette");
  expect(actionOf(map, key("ArrowLeft", { altKey: true }), true)).toBeNull();
  expect(actionOf(map, key("j", { ctrlKey: true }), false)).toBeNull();
  const quiet = keymap([action("next", "J"), action("palette", "Mod+K")], {}, false);
  expect(actionOf(quiet, key("j"), false)).toBeNull();
  expect(actionOf(quiet, key("k", { ctrlKey: true }), false)?.id).toBe("palette");
});

test("own keys replace or switch off, and can be given back", () => {
  const actions = [action("a", "A"), action("b", "B Mod+B"), action("c")];
  expect(keymap(actions, { a: "X", b: "" }, true)).toEqual(new Map([["X", actions[0]]]));
  expect(keysOf(actions[1]!, {})).toEqual(["B", "Mod+B"]);
  expect(withKeys({ a: "X" }, actions[0]!, null)).toEqual({});
  expect(withKeys({ b: "X" }, actions[0]!, "")).toEqual({ a: "", b: "X" });
  expect(withKeys({ a: "X" }, actions[0]!, "A")).toEqual({});
});

test("who wants the same keys is named; those that were chosen win", () => {
  const actions = [action("a", "A"), action("b", "B Mod+B"), action("c")];
  expect(rivals(actions, {}, actions[0]!)).toEqual([]);
  expect(rivals(actions, { c: "Mod+B" }, actions[2]!)).toEqual([{ keys: "Mod+B", other: actions[1] }]);
  expect(keymap(actions, { c: "Mod+B" }, true).get("Mod+B")).toBe(actions[2]);
  expect(keymap([action("x", "A"), ...actions], {}, true).get("A")?.id).toBe("x");
});

test("what moves, opens and closes is nobody's own", () => {
  expect(["Enter", "Shift+Tab", "ArrowUp", "Escape"].filter(isFree)).toEqual([]);
  expect(["J", "Mod+ArrowUp", "/"].filter((keys) => !isFree(keys))).toEqual([]);
});

test("the table: ids and keys once, keys that can be pressed, sentence case", () => {
  const ids = ACTIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const keys = ACTIONS.flatMap((row) => keysOf(row, {}));
  expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
  expect(keys.filter((one) => !/^(Mod\+)?(Alt\+)?(Shift\+)?([A-Z]|[^a-zA-Z\s]|[A-Z][a-zA-Z]+)$/.test(one))).toEqual([]);
  for (const { title } of ACTIONS) expect(title).toMatch(/^[A-Z][^.]*$/);
});

test("keys as caps and for ARIA", () => {
  expect(caps("Mod+K", false)).toEqual(["Ctrl", "K"]);
  expect(caps("Mod+K", true)).toEqual(["⌘", "K"]);
  expect(caps("Alt+ArrowLeft", false)).toEqual(["Alt", "←"]);
  expect(caps("Mod++", false)).toEqual(["Ctrl", "+"]);
  expect(caps("Shift+J", false)).toEqual(["Shift", "J"]);
  expect(caps("?", false)).toEqual(["?"]);
  expect(ariaKeys("Mod+,")).toBe("Control+,");
});

test("fields are told from the rest", () => {
  expect(["input", "select", "textarea"].every((name) => isTextField(document.createElement(name)))).toBe(true);
  expect(isTextField(document.createElement("div"))).toBe(false);
  expect(isTextField(undefined)).toBe(false);
});
