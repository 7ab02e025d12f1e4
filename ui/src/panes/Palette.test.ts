import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { memory, type Memory } from "../api/memory";
import App from "../App.svelte";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(state = ""): Promise<Memory> {
  const backend = memory(new URLSearchParams(state));
  render(App, { backend });
  await screen.findByTestId("ledger");
  await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
  await screen.findByTestId("palette-input");
  return backend;
}

const type = (value: string): Promise<boolean> => fireEvent.input(screen.getByTestId("palette-input"), { target: { value } });
const press = (key: string): Promise<boolean> => fireEvent.keyDown(screen.getByTestId("palette-input"), { key });
const titles = (): string[] => screen.queryAllByTestId("palette-entry").map((entry) => entry.querySelector("span")?.textContent ?? "");
const active = (): string => document.querySelector('[data-testid="palette-entry"][aria-selected="true"] span')?.textContent ?? "";

test("an action is found, run and remembered; what cannot be done is not offered", async () => {
  const backend = await open();
  await type("repl");
  expect(titles()[0]).toBe("Replay");
  expect(screen.getByTestId("palette-input").getAttribute("aria-activedescendant")).toMatch(/action-capture\.replay$/);
  await press("Enter");
  await waitFor(() => expect(backend.calls).toContain("captures.replay"));
  await waitFor(() => expect(screen.queryByTestId("palette-input")).toBeNull());
  await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
  await screen.findByTestId("palette-input");
  expect(titles()[0]).toBe("Replay");
  cleanup();
  render(App, { backend: memory(new URLSearchParams("state=empty")) });
  await screen.findByTestId("empty-state");
  await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
  await screen.findByTestId("palette-input");
  expect(titles()).not.toContain("Replay");
});

test("arrows move and come around", async () => {
  await open();
  const all = titles();
  expect(active()).toBe(all[0]);
  await press("ArrowUp");
  expect(active()).toBe(all.at(-1));
  await press("ArrowDown");
  await press("ArrowDown");
  expect(active()).toBe(all[1]);
});

test("# goes to a capture by its number", async () => {
  await open();
  await type("#6");
  await waitFor(() => expect(titles()[0]).toMatch(/^#6 /));
  await press("Enter");
  await waitFor(() => expect(document.querySelector("h1")?.textContent).toBe("#6"));
});

test("= finds a fact and a value of the payload", async () => {
  await open("until=11");
  await type("=café table");
  await waitFor(() => expect(titles().length).toBe(2));
  const asides = screen.getAllByTestId("palette-entry").map((entry) => entry.querySelector(".dim")?.textContent);
  expect(asides).toEqual(["Text of item 1", "/entry/0/messaging/0/message/text"]);
});

test("nothing found says what the signs are for", async () => {
  await open();
  await type("=nowhere to be found");
  await screen.findByText(/Nothing found/);
});
