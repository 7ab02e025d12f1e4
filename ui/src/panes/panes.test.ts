import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { memory, type Memory } from "../api/memory";
import { item } from "../api/memory/make";
import App from "../App.svelte";
import LedgerBar from "./LedgerBar.svelte";

// This DOM tells of a new selection while it is set, which no browser does: the editor would answer in the middle of its own change.
beforeAll(() => window.addEventListener("selectionchange", (event) => event.stopImmediatePropagation(), true));

// Asked by one shadow root for the focus that is in another, this DOM throws instead of answering `null`.
beforeAll(() => {
  const own = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, "activeElement")?.get;
  const activeElement = function (this: ShadowRoot): Element | null {
    return document.activeElement?.shadowRoot === this ? (own?.call(this) as Element | null) : null;
  };
  Object.defineProperty(ShadowRoot.prototype, "activeElement", { get: activeElement, configurable: true });
});

// The whole window is drawn in each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(state: string): Promise<Memory> {
  const backend = memory(new URLSearchParams(state));
  render(App, { backend });
  await screen.findByTestId("pane-raw");
  await screen.findByTestId("ledger");
  return backend;
}

const press = (key: string, part: KeyboardEventInit = {}): Promise<boolean> => fireEvent.keyDown(document.activeElement ?? window, { key, bubbles: true, ...part });
const copied = (backend: Memory): unknown => backend.copied.at(-1);
const shadow = (pane: string): ShadowRoot => {
  const root = screen.getByTestId(pane).querySelector(".code")?.shadowRoot;
  if (root == null) throw new Error(`${pane} has no editor`);
  return root;
};

test("the keys of a pane copy the value and the pointer at the cursor", async () => {
  const backend = await open("until=11");
  await press("1");
  for (let line = 0; line < 3; line += 1) await press("j");
  await press("y");
  await waitFor(() => expect(copied(backend)).toEqual({ what: "text", text: "104882310947213" }));
  await press("Y", { shiftKey: true });
  await waitFor(() => expect(copied(backend)).toEqual({ what: "text", text: "/entry/0/id" }));
  expect(screen.getByTestId("pane-raw").textContent).toContain("Copied /entry/0/id");
});

test("a container is copied as it came, not as it is laid out", async () => {
  const backend = await open("until=11");
  await press("J", { shiftKey: true });
  await press("1");
  await press("y");
  await waitFor(() => expect(copied(backend)).toMatchObject({ text: expect.stringMatching(/^\{"sender":\{"id":"104882310947213"\},.*one\?"\}\}$/) }));
});

test("in the cards keys go over the facts, copy them and fold a card", async () => {
  const backend = await open("until=11");
  await press("2");
  for (let fact = 0; fact < 4; fact += 1) await press("j");
  await waitFor(() => expect((document.activeElement as HTMLElement).dataset.label).toBe("Text"));
  await press("y");
  await waitFor(() => expect(copied(backend)).toEqual({ what: "text", text: "Is the café table still available in white?" }));
  for (let fact = 0; fact < 4; fact += 1) await press("k");
  await waitFor(() => expect((document.activeElement as HTMLElement).dataset.item).toBe("0"));
  const card = screen.getAllByTestId("item-card")[0];
  await press("Enter");
  await waitFor(() => expect(card?.querySelector("dl")).toBeNull());
  expect(card?.getAttribute("aria-label")).toContain("folded");
  await press("j");
  await waitFor(() => expect((document.activeElement as HTMLElement).dataset.item).toBe("1"));
});

test("a word is found in the cards", async () => {
  await open("until=11");
  await press("2");
  await press("f", { ctrlKey: true });
  const field = await screen.findByTestId("card-find");
  await fireEvent.input(field, { target: { value: "one?" } });
  await waitFor(() => expect(document.querySelector(".f.is-found")?.textContent).toContain("Shall I hold one?"));
  expect(screen.getByText("1 of 1")).toBeTruthy();
  await fireEvent.keyDown(field, { key: "Escape" });
  await waitFor(() => expect(screen.queryByTestId("card-find")).toBeNull());
});

test("Hex shows the bytes; the item is lit and goes to another", async () => {
  await open("until=11");
  await press("v");
  await press("v");
  const hex = await screen.findByTestId("hex");
  await press("1");
  expect(document.activeElement).toBe(hex);
  await press("ArrowRight");
  await waitFor(() => expect(screen.getByTestId("pane-raw").textContent).toContain("byte 1 of 1,091: 22"));
  await press("f", { ctrlKey: true });
  const field = await screen.findByTestId("hex-find");
  expect(document.activeElement).toBe(field);
  await fireEvent.input(field, { target: { value: "MESSAGING" } });
  await waitFor(() => expect(screen.getByTestId("pane-raw").textContent).toContain("1 of 1"));
  expect(screen.getByTestId("pane-raw").textContent).toMatch(/byte \d+ of 1,091: 6d/);
  await fireEvent.keyDown(field, { key: "Escape" });
  expect(screen.queryByTestId("hex-find")).toBeNull();
  expect(document.activeElement).toBe(hex);
  await press("v");
  await waitFor(() => expect(screen.queryByTestId("hex")).toBeNull());
});

test("arrows choose the view of a pane; Tab stops at the chosen one alone", async () => {
  await open("until=11");
  const views = (): HTMLElement[] => Array.from(screen.getByTestId("pane-raw").querySelectorAll<HTMLElement>(".seg button"));
  const stops = (): (string | null)[] => views().filter(({ tabIndex }) => tabIndex === 0).map((view) => view.textContent);
  expect(stops()).toEqual(["Pretty"]);
  views()[0]?.focus();
  await fireEvent.keyDown(views()[0] as HTMLElement, { key: "ArrowLeft" });
  await screen.findByTestId("hex");
  expect([stops(), document.activeElement?.textContent]).toEqual([["Hex"], "Hex"]);
  await fireEvent.keyDown(views()[2] as HTMLElement, { key: "ArrowRight" });
  await waitFor(() => expect(stops()).toEqual(["Pretty"]));
});

test("runs of nulls in a document start folded and open", async () => {
  await open("until=11");
  const folds = (): string[] => Array.from(shadow("pane-output").querySelectorAll(".fold"), (fold) => fold.textContent);
  await waitFor(() => expect(folds()[0]).toBe("… 4 nulls"));
  await press("3");
  await press("Z", { shiftKey: true });
  await waitFor(() => expect(folds()).toEqual([]));
  await press("Z", { shiftKey: true });
  await waitFor(() => expect(folds()).toEqual(["12 values", "26 values"]));
});

test("a pane takes all the room and gives it back", async () => {
  await open("until=11");
  await press("3");
  await press("m");
  await waitFor(() => expect(screen.getByTestId("pane-raw").className).toContain("is-away"));
  expect(screen.getByTestId("pane-output").className).not.toContain("is-away");
  await press("2");
  await waitFor(() => expect(screen.getByTestId("pane-decoded").className).not.toContain("is-away"));
  await fireEvent.keyDown(screen.getByTestId("pane-decoded"), { key: "Escape" });
  await waitFor(() => expect(screen.getByTestId("pane-raw").className).not.toContain("is-away"));
});

test("a value is shown whole, with its length", async () => {
  const backend = await open("until=11");
  await press("2");
  for (let fact = 0; fact < 4; fact += 1) await press("j");
  await waitFor(() => expect((document.activeElement as HTMLElement).dataset.label).toBe("Text"));
  await press("Enter");
  const viewer = await screen.findByTestId("whole-value");
  expect(viewer.textContent).toContain("43 characters, 44 bytes");
  await fireEvent.click(screen.getByLabelText("Copy value (y)"));
  expect(copied(backend)).toEqual({ what: "text", text: "Is the café table still available in white?" });
});

test("the bar of a large batch goes to an item, by key and by click", async () => {
  const items = Array.from({ length: 1000 }, (_, index) => item("{}", "{", { title: `Message ${index}`, kind: "message", verdict: "converted" }));
  const went: number[] = [];
  render(LedgerBar, { items, current: 503, ongo: (index: number) => went.push(index) });
  const bar = screen.getByTestId("ledger-bar");
  expect(bar.getAttribute("aria-valuenow")).toBe("504");
  expect(bar.getAttribute("aria-valuetext")).toContain("Message 503");
  for (const key of ["ArrowRight", "ArrowLeft", "PageDown", "Home", "End"]) await fireEvent.keyDown(bar, { key });
  expect(went).toEqual([504, 502, 403, 0, 999]);
  bar.getBoundingClientRect = () => new DOMRect(100, 0, 200, 24);
  await fireEvent.pointerDown(bar, { clientX: 200 });
  expect(went.at(-1)).toBe(500);
});

test("a value that the cursor moves to is traced, pinned by key and released", async () => {
  await open("until=11");
  const bar = screen.getByTestId("trace-bar");
  expect(bar.textContent).toContain("Point at a value");
  await press("2");
  for (let fact = 0; fact < 4; fact += 1) await press("j");
  await waitFor(() => expect(bar.textContent).toContain("/entry/0/messaging/0/message/text"));
  expect(bar.textContent).toContain("Copied; 1 escape decoded");
  expect(document.querySelector(".f.is-traced")?.textContent).toContain("Is the café table");
  expect(shadow("pane-raw").querySelector(".tr")?.textContent).toContain("Is the caf\\u00e9 table");
  await press("t");
  expect(bar.textContent).toContain("pinned");
  await press("j");
  expect(bar.textContent).toContain("/message/text");
  await press("Escape");
  await waitFor(() => expect(bar.textContent).toContain("Quick reply"));
  expect(bar.textContent).toContain("Decoded, not in the output");
});

test("keys go to the traced value in the next pane, to what nothing read and to what made no message", async () => {
  await open("until=11");
  const bar = screen.getByTestId("trace-bar");
  await press("2");
  for (let fact = 0; fact < 4; fact += 1) await press("j");
  await waitFor(() => expect(bar.textContent).toContain("message.content"));
  await press("ArrowLeft", { altKey: true });
  await waitFor(() => expect(screen.getByTestId("pane-raw").className).toContain("is-focus"));
  await press("u");
  await waitFor(() => expect(bar.textContent).toContain("/entry/0/messaging/0/message/nlp"));
  expect(bar.textContent).toContain("Not read");
  await press("x");
  await waitFor(() => expect(document.querySelector<HTMLElement>(".ev[aria-current=true]")?.dataset.item).toBe("2"));
});

test("the ledger names what was skipped, and looks at one verdict", async () => {
  await open("until=11");
  const skipped = screen.getByTitle("Show only what is skipped (read receipt)");
  await fireEvent.click(skipped);
  expect(screen.getAllByTestId("item-card").map((card) => card.dataset.verdict)).toEqual(["skipped"]);
  expect(skipped.getAttribute("aria-pressed")).toBe("true");
  expect(screen.getByTestId("pane-decoded").textContent).toContain("1 of 4 items");
  await fireEvent.click(skipped);
  expect(screen.getAllByTestId("item-card")).toHaveLength(4);
});

test("the conversation that people saw: keys go over its lines, copy them and show them whole", async () => {
  const backend = await open("until=11");
  await press("2");
  await press("v");
  const bubbles = await screen.findAllByTestId("chat-bubble");
  expect(bubbles.map((bubble) => bubble.querySelector("[data-said]")?.textContent.trim())).toEqual(["Is the café table still available in white?", expect.stringContaining("scontent.xx.fbcdn.net"), "Two left in white. Shall I hold one?"]);
  await waitFor(() => expect(document.activeElement).toBe(bubbles[0]));
  await press("y");
  await waitFor(() => expect(copied(backend)).toEqual({ what: "text", text: "Is the café table still available in white?" }));
  expect(screen.getByTestId("trace-bar").textContent).toContain("/entry/0/messaging/0/message/text");
  for (let line = 0; line < 4; line += 1) await press("j");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("message_nudge, no decoder"));
  expect(screen.getByTestId("ledger").querySelector("[aria-current=true]")?.textContent).toContain("4");
  await press("C", { shiftKey: true });
  await waitFor(() => expect(copied(backend)).toMatchObject({ text: expect.stringMatching(/^12 March 2026\nCustomer, 14:27:41, tapped “WHITE”, Text: Is the café/) }));
  await press("v");
  expect(screen.getAllByTestId("item-card")).toHaveLength(4);
});
