import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { memory, type Memory } from "../api/memory";
import App from "../App.svelte";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(key: string, isCtrl: boolean): Promise<Memory> {
  const backend = memory(new URLSearchParams());
  render(App, { backend });
  await screen.findByTestId("ledger");
  await fireEvent.keyDown(window, { key, ctrlKey: isCtrl });
  await screen.findByTestId("dialog");
  return backend;
}

const row = (id: string): HTMLElement => screen.getAllByTestId("key-row").find((found) => found.dataset["action"] === id) as HTMLElement;
const keysButton = (id: string): HTMLElement => row(id).querySelector(".key-set") as HTMLElement;

async function give(id: string, key: string): Promise<void> {
  await fireEvent.click(keysButton(id));
  await fireEvent.keyDown(keysButton(id), { key });
}

test("the sheet shows every action; a key can be changed, taken, switched off and given back", async () => {
  const backend = await open("?", false);
  expect(row("capture.replay").textContent).toContain("R");
  await give("capture.replay", "w");
  expect(row("capture.replay").textContent).toContain("W is taken from “Wrap lines”.");
  expect(row("pane.wrap").textContent).toContain("W does “Replay” instead.");
  await give("capture.replay", "ArrowUp");
  expect(row("capture.replay").textContent).toContain("↑ means the same everywhere.");
  await fireEvent.keyDown(keysButton("capture.replay"), { key: "Escape" });
  await fireEvent.click(screen.getByLabelText("Close"));
  await fireEvent.keyDown(window, { key: "w" });
  await waitFor(() => expect(backend.calls).toContain("captures.replay"));

  await fireEvent.keyDown(window, { key: "?" });
  await screen.findByTestId("dialog");
  await give("capture.replay", "Backspace");
  expect(keysButton("capture.replay").textContent?.replace(/\s+/g, " ").trim()).toBe("Replay: off");
  await fireEvent.click(screen.getByLabelText("Reset the keys of Replay"));
  expect(keysButton("capture.replay").textContent?.replace(/\s+/g, " ").trim()).toBe("Replay: R");
});

test("single keys can be switched off as a whole", async () => {
  const backend = await open("?", false);
  await fireEvent.click(screen.getByRole("switch", { name: "Single keys" }));
  await fireEvent.click(screen.getByLabelText("Close"));
  await fireEvent.keyDown(window, { key: "r" });
  await fireEvent.keyDown(window, { key: ",", ctrlKey: true });
  await screen.findByTestId("dialog");
  expect(backend.calls).not.toContain("captures.replay");
});

test("limits are set, and what is none is said at its field", async () => {
  await open(",", true);
  await fireEvent.click(screen.getByRole("tab", { name: "Storage" }));
  const field = await screen.findByTestId<HTMLInputElement>("limit-age_days");
  expect(screen.getByTestId("kept").textContent).toContain("count towards the limits");
  await fireEvent.input(field, { target: { value: "soon" } });
  await fireEvent.click(screen.getByTestId("save-limits"));
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toContain("A whole number of days");
  await fireEvent.input(field, { target: { value: "14" } });
  await fireEvent.click(screen.getByTestId("save-limits"));
  await screen.findByText(/^Saved\./);
});

test("zoom and theme are set at once and stay", async () => {
  const backend = await open(",", true);
  await fireEvent.click(screen.getByRole("tab", { name: "Appearance" }));
  await fireEvent.click(screen.getByRole("button", { name: "Light" }));
  expect(document.documentElement.dataset["theme"]).toBe("light");
  await fireEvent.click(screen.getByLabelText("Larger (Ctrl +)"));
  expect(screen.getByTestId("zoom").textContent).toBe("110 %");
  await waitFor(() => expect(backend.calls.filter((call) => call === "window.zoom")).toHaveLength(2));
  expect(JSON.parse(localStorage.getItem("triptych.view") ?? "{}")).toMatchObject({ theme: "light", zoom: 110 });
});
