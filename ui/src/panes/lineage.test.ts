import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { memory, Memory } from "../api/memory";
import { document as made, fact, item, origins, stored } from "../api/memory/make";
import App from "../App.svelte";

// This DOM tells of a new selection while it is set, which no browser does: the editor would answer in the middle of its own change.
beforeAll(() => window.addEventListener("selectionchange", (event) => event.stopImmediatePropagation(), true));

// The whole window is drawn in each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(backend: Memory): Promise<Memory> {
  render(App, { backend });
  await screen.findByTestId("ledger");
  return backend;
}

const sample = (): Promise<Memory> => open(memory(new URLSearchParams("until=11")));
const press = (key: string, part: KeyboardEventInit = {}): Promise<boolean> => fireEvent.keyDown(document.activeElement ?? window, { key, bubbles: true, ...part });
const title = (): string | null | undefined => document.querySelector("main h1")?.textContent;
const tab = (name: RegExp): HTMLElement => within(screen.getByTestId("drawer")).getByRole("tab", { name });

test("a link leads to its capture and item, and a key leads back", async () => {
  await sample();
  const [reply, edit] = screen.getAllByTestId("link");
  expect(reply?.textContent).toMatch(/Replies to\s*#2, item 1/);
  expect(edit?.textContent).toMatch(/Edited by\s*m_gone\s*not in the store any more/);
  expect(edit?.querySelector("button")).toBeNull();
  await fireEvent.click(within(reply as HTMLElement).getByRole("button"));
  await waitFor(() => expect(title()).toBe("#2"));
  await press("Backspace");
  await waitFor(() => expect(title()).toBe("#11"));
});

test("links are stops of the keys, and Enter follows one", async () => {
  await sample();
  await press("J", { shiftKey: true });
  await press("2");
  for (let step = 0; step < 4; step += 1) await press("j");
  await waitFor(() => expect(document.activeElement?.getAttribute("data-relation")).toBe("reply_to"));
  await press("Enter");
  await waitFor(() => expect(title()).toBe("#2"));
});

test("the deliveries that belong together stand with their spacing, and each can be opened", async () => {
  await sample();
  expect(screen.getByTestId("retry").textContent).toContain("Retry 1 of #4");
  await fireEvent.click(tab(/Deliveries/));
  const rows = screen.getAllByTestId("delivery").map((row) => Array.from(row.querySelectorAll("td"), (cell) => cell.textContent.trim()));
  expect(rows[0]).toEqual(["#4", "14:26:40.912", "first delivery", "503 incomplete", "same bytes", ""]);
  expect(rows[1]?.slice(2, 4)).toEqual(["retry 1 +60.4 s", "200 accepted"]);
  expect(rows[2]?.slice(2, 5)).toEqual(["replay +76.3 s", "200 replayed", "1 value edited"]);
  await fireEvent.click(within(screen.getAllByTestId("delivery")[0] as HTMLElement).getByRole("button", { name: "#4" }));
  await waitFor(() => expect(title()).toBe("#4"));
});

test("the page of a field opens from its card, by key too, and that of a rule from the rule", async () => {
  await sample();
  await fireEvent.click(screen.getByRole("button", { name: /What is messages/ }));
  const page = await screen.findByTestId("reference-page");
  await waitFor(() => expect(page.dataset.id).toBe("messages"));
  expect(page.textContent).toContain("message.seq");
  expect(within(page).getAllByText("deprecated")).toHaveLength(1);
  await fireEvent.click(screen.getByRole("button", { name: "Close" }));
  await fireEvent.click(screen.getByRole("button", { name: "read_receipt" }));
  await waitFor(() => expect(screen.getByTestId("reference-page").dataset.id).toBe("rule/read_receipt"));
});

test("the reference is searched, and its pages name one another", async () => {
  await sample();
  await press("H", { shiftKey: true });
  const search = await screen.findByTestId("reference-search");
  await waitFor(() => expect(screen.getAllByRole("option", { name: "Message" })).toHaveLength(1));
  await fireEvent.input(search, { target: { value: "watermark" } });
  expect(screen.getByTestId("reference-page").dataset.id).toBe("message_reads");
  await fireEvent.click(within(screen.getByTestId("reference-page")).getByRole("button", { name: "rule/read_receipt" }));
  expect(screen.getByTestId("reference-page").dataset.id).toBe("rule/read_receipt");
  await fireEvent.input(search, { target: { value: "no such words" } });
  expect(screen.getByText("No page says that.")).toBeTruthy();
});

test("an address is shown whole before it is opened, and only then", async () => {
  const backend = await sample();
  await fireEvent.click(screen.getByRole("button", { name: /Open Image in the browser/ }));
  const url = "https://scontent.xx.fbcdn.net/v/t1.15752-9/482011_n.jpg?stp=dst-jpg&_nc_cat=104&ccb=1-7&oh=03_Q7cD1wF0rD&oe=67F0C3";
  expect((await screen.findByTestId("outside-url")).textContent).toBe(url);
  expect(backend.opened).toEqual([]);
  await fireEvent.click(screen.getByTestId("outside-open"));
  await waitFor(() => expect(backend.opened).toEqual([url]));
  await waitFor(() => expect(screen.queryByTestId("outside")).toBeNull());
});

test("what is no address of the web cannot be opened", async () => {
  const body = '{"object":"page","entry":[{"messaging":[{"message":{"attachments":[]}}]}]}';
  const facts = [fact("Image", "javascript:alert(1)", "url"), fact("File", "https://facebook.com@evil.example/x", "url")];
  await open(new Memory([stored(1, { body, row: { title: "Trap" }, items: [item(body, '{"message"', { title: "Message", kind: "message", verdict: "converted", facts })] })]));
  expect(screen.queryByRole("button", { name: /in the browser/ })).toBeNull();
  await press("2");
  await press("j");
  await press("o");
  await waitFor(() => expect(screen.getByTestId("pane-decoded").textContent).toContain("No address of the web here"));
});

test("attachments are told apart where there are several, and old forms are marked", async () => {
  const body = '{"object":"page","entry":[{"messaging":[{"message":{}}]}]}';
  const facts = [fact("Text", "two", "text"), { ...fact("Image", "https://a.example/1.jpg", "url"), group: 0 }, { ...fact("Sticker", "1"), group: 0, deprecated: true }, { ...fact("File", "https://a.example/2.pdf", "url"), group: 1 }];
  await open(new Memory([stored(1, { body, row: { title: "Two" }, items: [item(body, '{"message"', { title: "Message", kind: "message", verdict: "converted", facts })] })]));
  const card = screen.getByTestId("item-card");
  const labels = Array.from(card.querySelectorAll("dt"), (label) => label.textContent);
  expect(labels).toEqual(["Text", "Attachment", "Image", "Sticker", "Attachment", "File"]);
  expect(card.querySelector(".old")?.closest(".f")?.getAttribute("data-label")).toBe("Sticker");
});

test("origins that did not come with a capture are asked for when its document is looked at", async () => {
  const body = '{"object":"page","entry":[{"messaging":[{"message":{"text":"far"}}]}]}';
  const one = item(body, '{"message"', { title: "Message", kind: "message", verdict: "converted", facts: [fact("Text", "far", "text", null, "/entry/0/messaging/0/message/text")], outputs: [made(1, "Text", "far")] });
  const capture = { ...stored(1, { body, row: { title: "Far" }, items: [one] }), origins: [[origins("/entry/0/messaging/0", "/message/text")]] };
  const backend = await open(new Memory([capture]));
  await waitFor(() => expect(screen.getByTestId("pane-output").textContent).toContain("copied"));
  expect(backend.calls.filter((call) => call === "captures.origins")).toHaveLength(1);
});
