import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memory, Memory } from "../api/memory";
import { simple } from "../api/memory/captures";
import { NOON, stored } from "../api/memory/make";
import App from "../App.svelte";

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(720);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  localStorage.clear();
});

async function open(state = "until=11"): Promise<Memory> {
  const backend = memory(new URLSearchParams(state));
  render(App, { backend });
  await screen.findByTestId("ledger");
  return backend;
}

const list = (): HTMLElement => screen.getByTestId("capture-list");
const field = (): HTMLInputElement => screen.getByTestId("filter");
const ids = (): number[] => screen.queryAllByTestId("capture-row").map((row) => Number(row.dataset.id));
const selected = (): number[] => screen.getAllByTestId("capture-row").filter((row) => row.getAttribute("aria-selected") === "true").map((row) => Number(row.dataset.id));
const opened = (): string | null => list().getAttribute("aria-activedescendant");
const key = (name: string, more: object = {}): Promise<boolean> => fireEvent.keyDown(list(), { key: name, ...more });
const note = (): HTMLInputElement => screen.getByTestId("note-input");

async function type(text: string): Promise<void> {
  field().focus();
  await fireEvent.input(field(), { target: { value: text, selectionStart: text.length } });
}

test("a row is a sentence with its place among all", async () => {
  vi.setSystemTime(NOON / 1000);
  await open();
  const [row] = screen.getAllByTestId("capture-row");
  expect(row?.firstElementChild?.textContent).toBe("Accepted, 200, Is the café table still available in white?, 7310482956120433, 14:27:41, 3 messages out");
  expect([row?.getAttribute("aria-posinset"), row?.getAttribute("aria-setsize")]).toEqual(["1", "11"]);
  expect(list().getAttribute("aria-multiselectable")).toBe("true");
});

test("the first row of another day names it, and the bar above says of which day the rows are", async () => {
  vi.setSystemTime(NOON / 1000 + 86_400_000);
  await open();
  const times = screen.getAllByTestId("capture-row").map((row) => row.querySelector("time")?.textContent ?? "");
  expect(times.slice(0, 2)).toEqual(["12 Mar 14:27:41", expect.stringMatching(/^\d\d:\d\d:\d\d$/)]);
  expect(screen.getByTestId("list-day").textContent).toBe("· 12 Mar");
  expect(screen.getAllByTestId("capture-row")[1]?.firstElementChild?.textContent).toContain(", 12 Mar 14:");
});

test("arrows, ends and pages move what is open", async () => {
  await open();
  await key("ArrowDown");
  expect(opened()).toBe("capture-10");
  await key("ArrowUp");
  await key("ArrowUp");
  expect(opened()).toBe("capture-11");
  await key("End");
  await waitFor(() => expect(opened()).toBe("capture-1"));
  await key("Home");
  await waitFor(() => expect(opened()).toBe("capture-11"));
});

test("the ends of a list that is not loaded are as near", async () => {
  render(App, { backend: new Memory(Array.from({ length: 600 }, (_, index) => stored(index + 1, simple(`text ${index}`)))) });
  await screen.findByTestId("ledger");
  await key("End");
  await waitFor(() => expect(opened()).toBe("capture-1"));
  expect(screen.getByTestId("capture-list").querySelector("#capture-1")?.getAttribute("aria-posinset")).toBe("600");
  await key("Home");
  await waitFor(() => expect(opened()).toBe("capture-600"));
});

test("several are selected by Shift and Ctrl, and Esc goes back to the open one", async () => {
  await open();
  await key("ArrowDown", { shiftKey: true });
  await key("ArrowDown", { shiftKey: true });
  expect(selected()).toEqual([11, 10, 9]);
  expect(screen.getByTestId("selection-bar").textContent).toContain("3 selected");
  await fireEvent.click(screen.getAllByTestId("capture-row")[5] as HTMLElement, { ctrlKey: true });
  expect(selected()).toEqual([11, 10, 9, 6]);
  await key("Escape");
  expect(selected()).toEqual([6]);
  expect(screen.queryByTestId("selection-bar")).toBeNull();
  await key("a", { ctrlKey: true });
  expect(selected().length).toBe(11);
});

test("two that are selected are compared", async () => {
  await open();
  await key("ArrowDown", { shiftKey: true });
  await fireEvent.click(screen.getByLabelText("Compare the two"));
  expect((await screen.findByRole("tab", { name: /Compare/ })).getAttribute("aria-selected")).toBe("true");
});

test("a pin shows in the row and goes again", async () => {
  const backend = await open();
  await key("p");
  await screen.findByTitle("Pinned");
  expect(backend.captures.at(-1)?.view.row.pinned).toBe(true);
  await key("p");
  await waitFor(() => expect(screen.queryByTitle("Pinned")).toBeNull());
});

test("a note is written in the row: Enter keeps it, Esc does not", async () => {
  const backend = await open();
  await key("n");
  await screen.findByTestId("note-input");
  await fireEvent.input(note(), { target: { value: "ask <b>Ann</b>" } });
  await fireEvent.keyDown(note(), { key: "Enter" });
  await screen.findByTitle("ask <b>Ann</b>");
  expect(backend.calls.filter((call) => call === "captures.note")).toHaveLength(1);
  expect(screen.queryByTestId("banner")).toBeNull();
  expect(document.activeElement).toBe(list());
  await key("n");
  expect((await screen.findByTestId<HTMLInputElement>("note-input")).value).toBe("ask <b>Ann</b>");
  await fireEvent.input(note(), { target: { value: "no" } });
  await fireEvent.keyDown(note(), { key: "Escape" });
  expect(screen.queryByTestId("note-input")).toBeNull();
  expect(backend.captures.at(-1)?.view.row.note).toBe("ask <b>Ann</b>");
});

test("Delete opens the next one, Ctrl Z brings the deleted one back", async () => {
  const backend = await open();
  list().focus();
  await key("ArrowDown");
  await key("Delete");
  await waitFor(() => expect(ids()).not.toContain(10));
  expect(opened()).toBe("capture-9");
  expect(backend.captures.length).toBe(10);
  expect(screen.getByTestId("undo-bar").textContent).toContain("1 capture deleted");
  await key("z", { ctrlKey: true });
  await waitFor(() => expect(ids()).toContain(10));
  expect(opened()).toBe("capture-10");
  expect(screen.queryByTestId("undo-bar")).toBeNull();
});

test("new rows do not slip under the hand that moves through the list", async () => {
  const backend = await open();
  backend.add(simple("first"));
  await waitFor(() => expect(ids()[0]).toBe(12));
  list().focus();
  await key("ArrowDown");
  backend.add(simple("second"));
  await screen.findByText("1 new");
  expect(ids()[0]).toBe(12);
  await fireEvent.click(screen.getByText("1 new"));
  await waitFor(() => expect(ids()[0]).toBe(13));
});

test("following opens the newest as it comes, until another is chosen", async () => {
  const backend = await open();
  await key("f");
  backend.add(simple("first"));
  await waitFor(() => expect(opened()).toBe("capture-12"));
  list().focus();
  await key("ArrowDown");
  expect(screen.getByTestId("follow").getAttribute("aria-checked")).toBe("false");
  backend.add(simple("second"));
  await screen.findByText("1 new");
  expect(opened()).toBe("capture-11");
});

test("the list follows what is typed, and says how many of all", async () => {
  const backend = await open("");
  await type("café");
  await waitFor(() => expect(ids()).toEqual([12, 11]));
  expect(screen.getByTestId("list-count").textContent).toContain("2 of 14");
  backend.add(simple("a tea"));
  backend.add(simple("another café"));
  await waitFor(() => expect(ids()).toEqual([16, 12, 11]));
  await fireEvent.keyDown(field(), { key: "Escape" });
  await waitFor(() => expect(screen.getByTestId("list-count").textContent.trim()).toBe("All captures"));
  await fireEvent.keyDown(field(), { key: "Escape" });
  expect(document.activeElement).toBe(list());
});

test("an invalid filter says where and why, and the list stays", async () => {
  await open();
  await type("hello verdict:good");
  expect((await screen.findByTestId("filter-fault", {}, { timeout: 2000 })).textContent).toContain("takes converted, skipped, unknown, failed");
  expect(field().getAttribute("aria-invalid")).toBe("true");
  expect(document.querySelector(".is-fault")?.textContent).toBe("verdict:good");
  expect(ids().length).toBe(11);
});

test("a term that is still being typed is no fault until one leaves it", async () => {
  await open();
  await type("judged:");
  await waitFor(() => expect(screen.getByTestId("suggestions").textContent).toContain("unrouted"));
  await new Promise((done) => setTimeout(done, 700));
  expect(screen.queryByTestId("filter-fault")).toBeNull();
  field().blur();
  await screen.findByTestId("filter-fault");
});

test("keys and values are offered and completed from the keyboard", async () => {
  await open();
  await type("-fi");
  expect((await screen.findByText("field:")).textContent).toBe("field:");
  await fireEvent.keyDown(field(), { key: "ArrowDown" });
  await fireEvent.keyDown(field(), { key: "Enter" });
  expect(field().value).toBe("-field:");
  await waitFor(() => expect(screen.getByTestId("suggestions").textContent).toContain("message_reads"));
  await fireEvent.keyDown(field(), { key: "ArrowDown" });
  await fireEvent.keyDown(field(), { key: "Tab" });
  expect(field().value).toMatch(/^-field:\w+ $/);
});

test("nothing matches: one action shows everything again", async () => {
  await open();
  await type("no such words");
  await screen.findByTestId("nothing-matches");
  expect(screen.queryByTestId("empty-state")).toBeNull();
  await fireEvent.click(screen.getByText("Clear the filter"));
  await waitFor(() => expect(ids().length).toBe(11));
});

test("filter, its history and the open capture outlive the window", async () => {
  await open();
  await type("field:messages");
  await waitFor(() => expect(ids()).toEqual([11, 8, 7, 2]));
  await fireEvent.keyDown(field(), { key: "Enter" });
  await key("ArrowDown");
  expect(opened()).toBe("capture-8");
  cleanup();
  await open();
  expect(field().value).toBe("field:messages");
  expect(ids()).toEqual([11, 8, 7, 2]);
  expect(opened()).toBe("capture-8");
  field().focus();
  await fireEvent.keyDown(field(), { key: "Escape" });
  await waitFor(() => expect(screen.getByTestId("suggestions").textContent).toContain("field:messages"));
});

test("each term of a filter is a chip that a click or a key takes out", async () => {
  await open("");
  await type("field:messages -verdict:skipped café");
  await waitFor(() => expect(within(screen.getByTestId("chips")).getAllByRole("listitem")).toHaveLength(3));
  const buttons = (): string[] => within(screen.getByTestId("chips")).getAllByRole("button").map((button) => button.getAttribute("aria-label") ?? "");
  expect(buttons()).toEqual(["Remove field:messages", "Remove -verdict:skipped", "Remove café"]);
  await fireEvent.click(screen.getByRole("button", { name: "Remove -verdict:skipped" }));
  await waitFor(() => expect(field().value).toBe("field:messages café"));
  const first = screen.getByRole("button", { name: "Remove field:messages" });
  first.focus();
  await fireEvent.keyDown(first, { key: "Delete" });
  await waitFor(() => expect(field().value).toBe("café"));
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Remove café"));
  await fireEvent.keyDown(document.activeElement ?? window, { key: "Backspace" });
  await waitFor(() => expect(document.activeElement).toBe(field()));
  expect(field().value).toBe("");
});
