import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { memory, type Memory } from "../../api/memory";
import App from "../../App.svelte";

vi.setConfig({ testTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(): Promise<Memory> {
  const backend = memory(new URLSearchParams("until=11"));
  render(App, { backend });
  await screen.findByTestId("pane-raw");
  await fireEvent.keyDown(window, { key: "3", altKey: true });
  await screen.findByTestId("conversation-list");
  return backend;
}

const press = (key: string): Promise<boolean> => fireEvent.keyDown(document.activeElement ?? window, { key, bubbles: true });
const rows = (kind: string): string[] => screen.queryAllByTestId(`${kind}-row`).map((row) => row.querySelector(".sr")?.textContent ?? "");

test("a conversation is entered, its messages lead to their captures, Esc leads back", async () => {
  await open();
  await waitFor(() => expect(rows("conversation")).toHaveLength(1));
  expect(rows("conversation")[0]).toContain("messages");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("conversation-list")));
  await press("Enter");
  await screen.findByTestId("message-list");
  await waitFor(() => expect(rows("message").length).toBeGreaterThan(2));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("message-list")));
  const [first, second] = screen.getAllByTestId("message-row");
  expect(first?.getAttribute("aria-selected")).toBe("true");
  await press("j");
  await waitFor(() => expect(screen.getAllByTestId("message-row")[1]?.getAttribute("aria-selected")).toBe("true"));
  const capture = /capture (\d+)/.exec(second?.textContent ?? "")?.[1];
  await waitFor(() => expect(document.querySelector(".head-id")?.textContent).toContain(`#${capture}`));
  await press("Escape");
  await screen.findByTestId("conversation-list");
});

test("conversations are filtered by name; a key leads back to the captures, the open one in sight", async () => {
  await open();
  await waitFor(() => expect(rows("conversation")).toHaveLength(1));
  await press("/");
  const field = await screen.findByTestId("conversation-filter");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await fireEvent.input(field, { target: { value: "nobody" } });
  await screen.findByText("No conversation matches");
  await press("Escape");
  await waitFor(() => expect(rows("conversation")).toHaveLength(1));
  await fireEvent.keyDown(window, { key: "1", altKey: true });
  await screen.findByTestId("capture-list");
});
