import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { memory, type Memory } from "../api/memory";
import App from "../App.svelte";

// Asked by one shadow root for the focus that is in another, this DOM throws instead of answering `null`.
beforeAll(() => {
  const own = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, "activeElement")?.get;
  const activeElement = function (this: ShadowRoot): Element | null {
    return document.activeElement?.shadowRoot === this ? (own?.call(this) as Element | null) : null;
  };
  Object.defineProperty(ShadowRoot.prototype, "activeElement", { get: activeElement, configurable: true });
  window.addEventListener("selectionchange", (event) => event.stopImmediatePropagation(), true);
});

// The whole window is drawn in each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(): Promise<Memory> {
  const backend = memory(new URLSearchParams("until=11"));
  render(App, { backend });
  await screen.findByTestId("ledger");
  return backend;
}

async function openGrid(): Promise<Memory> {
  const backend = await open();
  await fireEvent.click(screen.getByTestId("tab-fixtures"));
  await screen.findByTestId("fixture-grid");
  return backend;
}

const press = (key: string, part: KeyboardEventInit = {}): Promise<boolean> => fireEvent.keyDown(document.activeElement ?? window, { key, bubbles: true, ...part });
const rows = (): [string | undefined, string | undefined][] => screen.getAllByTestId("grid-row").map((row) => [row.dataset.name, row.dataset.outcome]);
const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset.testid;
const chosen = (): string | undefined => screen.getAllByTestId("grid-row").find((row) => row.getAttribute("aria-selected") === "true")?.dataset.name;
const fullText = (place: HTMLElement): string => (place.querySelector(".code") as unknown as { fullText: string }).fullText;
const writer = async (place: HTMLElement): Promise<{ fullText: string }> => {
  await waitFor(() => expect(place.querySelector(".code")?.getAttribute("data-ready")).toBe("true"));
  return place.querySelector(".code") as unknown as { fullText: string };
};

test("the grid says how each fixture stands; rows are filtered and stepped through by keys", async () => {
  await openGrid();
  expect(rows()).toEqual([["broken", "failed"], ["read-receipt", "passed"], ["story-mention", "new"], ["text-plain", "passed"], ["text-with-type", "changed"]]);
  expect(screen.getByTestId("tally").textContent.replace(/\s+/g, " ")).toContain("2passed1changed1failed1without golden");
  await waitFor(() => expect(focused()).toBe("grid"));
  await press("j");
  await press("ArrowDown");
  await waitFor(() => expect(chosen()).toBe("story-mention"));
  await fireEvent.click(screen.getByTestId("only-changed"));
  await waitFor(() => expect(rows()).toEqual([["text-with-type", "changed"]]));
  await fireEvent.click(screen.getByTestId("only-changed"));
  await press("/");
  await waitFor(() => expect(focused()).toBe("fixture-filter"));
  await fireEvent.input(screen.getByTestId("fixture-filter"), { target: { value: "#café" } });
  await waitFor(() => expect(rows()).toEqual([["text-with-type", "changed"]]));
  await press("Escape");
  await waitFor(() => expect(rows().length).toBe(5));
});

test("a changed fixture opens with its difference, is accepted after a look, and the accept is undone", async () => {
  const backend = await openGrid();
  await press("End");
  await press("Enter");
  await screen.findByTestId("fixture-head");
  const bar = await screen.findByTestId("golden-bar");
  await waitFor(() => expect(bar.textContent.replace(/\s+/g, " ")).toContain("2 differences"));
  expect(bar.textContent).toContain("2 ignored");
  const diff = await screen.findByTestId("golden-diff");
  await waitFor(() => expect(diff.dataset.ready).toBe("true"));
  expect(diff.shadowRoot?.textContent).toContain("ignored: assigned");
  expect(diff.shadowRoot?.querySelector(".cm-deletedChunk")?.textContent).toContain("Image");
  await press("g");
  const dialog = await screen.findByTestId("accept-dialog");
  expect(dialog.textContent).toContain("2 differences");
  await fireEvent.click(screen.getByTestId("accept-now"));
  await waitFor(() => expect(screen.getByTestId("fixture-head").textContent).toContain("Passed"));
  expect(screen.getByTestId("undo-bar").textContent).toContain("1 fixture accepted");
  await press("z", { ctrlKey: true });
  await waitFor(() => expect(screen.getByTestId("fixture-head").textContent).toContain("Changed"));
  expect(screen.queryByTestId("undo-bar")).toBeNull();
  expect(backend.calls).toContain("fixtures.undo");
  await fireEvent.keyDown(window, { key: "Escape" });
  await screen.findByTestId("fixture-grid");
});

test("what differs can be left out of the comparison, and is taken in again", async () => {
  await openGrid();
  await press("End");
  await press("Enter");
  await fireEvent.click(await screen.findByTestId("ignore"));
  await waitFor(() => expect(screen.getByTestId("fixture-head").textContent).toContain("Passed"));
  await waitFor(() => expect(screen.getByTestId("golden-bar").textContent).toContain("4 ignored"));
  await press("z", { ctrlKey: true });
  await waitFor(() => expect(screen.getByTestId("fixture-head").textContent).toContain("Changed"));
});

test("all that changed is accepted at once after a look", async () => {
  await openGrid();
  await fireEvent.click(screen.getByTestId("accept-changed"));
  const dialog = await screen.findByTestId("accept-dialog");
  expect(dialog.textContent).toContain("story-mention");
  expect(dialog.textContent).toContain("text-with-type");
  await fireEvent.click(screen.getByTestId("accept-now"));
  await waitFor(() => expect(rows().filter(([, outcome]) => outcome === "passed").length).toBe(4));
});

test("a capture becomes a fixture, with pseudonyms, and its output is compared from then on", async () => {
  const backend = await open();
  await waitFor(() => expect(backend.calls).toContain("fixtures.of_capture"));
  await press("s");
  const dialog = await screen.findByTestId("save-dialog");
  const title = within(dialog).getByTestId<HTMLInputElement>("save-title");
  await waitFor(() => expect(title.value).toContain("café table"));
  expect(fullText(dialog)).toContain("7310482956120433");
  await fireEvent.click(within(dialog).getByRole("switch", { name: /pseudonyms/ }));
  await waitFor(() => expect(fullText(dialog)).not.toContain("7310482956120433"));
  await waitFor(() => expect(dialog.textContent).toContain("Replaced: 2 ids, 1 text"));
  await fireEvent.input(title, { target: { value: "Café table" } });
  await fireEvent.input(within(dialog).getByTestId("save-tags"), { target: { value: "#ask, table" } });
  await fireEvent.keyDown(title, { key: "Enter" });
  await waitFor(() => expect(screen.queryByTestId("save-dialog")).toBeNull());
  expect(screen.getByTestId("undo-bar").textContent).toContain("Saved as caf-table");
  await waitFor(() => expect(screen.getAllByTestId("output-tab")[0]?.querySelector("[aria-label='as expected']")).not.toBeNull());
  await fireEvent.click(screen.getByTestId("tab-fixtures"));
  await waitFor(() => expect(rows()).toContainEqual(["caf-table", "passed"]));
});

test("without a golden the diff says what to do", async () => {
  await open();
  await press("d");
  const notice = await screen.findByTestId("no-golden");
  expect(notice.textContent).toContain("No golden yet");
  await press("d");
  await waitFor(() => expect(screen.queryByTestId("no-golden")).toBeNull());
});

test("an edited body is checked while one types, sent with what else was asked, and answered in a table", async () => {
  const backend = await open();
  await press("e");
  const form = await screen.findByTestId("replay-form");
  const body = await writer(form);
  expect(body.fullText).toContain("in white?");
  body.fullText = body.fullText.replace("in white?\"", "in white?");
  await waitFor(() => expect(screen.getByTestId("body-check").textContent).toContain("This string is not closed"));
  expect(screen.getByTestId("body-check").textContent).toMatch(/Line \d+, column \d+/);
  body.fullText = body.fullText.replace("in white?", "in oak?\"");
  await waitFor(() => expect(screen.getByTestId("body-check").textContent).toContain("4 items, 3 documents"));
  await fireEvent.input(within(form).getByTestId("replay-times"), { target: { value: "0" } });
  await waitFor(() => expect(screen.getByTestId("replay-send")).toHaveProperty("disabled", true));
  await fireEvent.input(within(form).getByTestId("replay-times"), { target: { value: "3" } });
  await fireEvent.input(within(form).getByTestId("replay-duplicates"), { target: { value: "20" } });
  await fireEvent.click(within(form).getByRole("switch", { name: /documents stay the same/ }));
  await fireEvent.click(within(form).getByLabelText(/Sign anew/));
  await waitFor(() => expect(screen.getByTestId("replay-send").textContent).toContain("Send 3 requests"));
  await fireEvent.keyDown(window, { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(screen.getByTestId("replay-results").dataset.state).toBe("done"));
  expect(screen.getAllByTestId("replay-row").length).toBe(3);
  expect(screen.getByTestId("documents-same").textContent).toContain("The documents stayed the same.");
  const { edited, ...rest } = backend.quality.replayed ?? {};
  expect(rest).toEqual({ captures: [11], fresh: false, sign: "again", times: 3, concurrency: 1, gaps: false, mix: { duplicates: 20, reorder: 0, delay_ms: 0 }, check: true });
  expect(edited).toContain('available in oak?","quick_reply":{"payload":"WHITE"}');
  expect(edited).toContain("caf\\u00e9");
  await fireEvent.click(screen.getAllByText("#14")[0] as HTMLElement);
  await waitFor(() => expect(screen.getByTestId("replay-changes").textContent).toContain("edited body"));
});

test("another URL has to be allowed before anything goes there", async () => {
  const backend = await open();
  await press("e");
  const form = await screen.findByTestId("replay-form");
  await fireEvent.click(within(form).getByLabelText("Another URL"));
  await fireEvent.input(await within(form).findByTestId("replay-url"), { target: { value: "https://example.net/hook" } });
  expect(screen.getByTestId("replay-send")).toHaveProperty("disabled", true);
  await fireEvent.click(await within(form).findByTestId("replay-allow"));
  await waitFor(() => expect(screen.getByTestId("replay-send")).toHaveProperty("disabled", false));
  await fireEvent.click(screen.getByTestId("replay-send"));
  await waitFor(() => expect(backend.quality.replayed?.to).toBe("https://example.net/hook"));
});

test("a sample of any kind is made with one's own words, looked at and sent", async () => {
  const backend = await open();
  await press("k", { ctrlKey: true });
  const field = await screen.findByTestId("palette-input");
  await fireEvent.input(field, { target: { value: "send a sample…" } });
  await fireEvent.keyDown(field, { key: "Enter" });
  const dialog = await screen.findByTestId("sample-dialog");
  expect(within(dialog).getAllByTestId("sample-kind").map((kind) => kind.dataset.kind)).toEqual(["messages", "message_reads", "attachment/image", "odd/missing-sender"]);
  await fireEvent.input(within(dialog).getByTestId("sample-text"), { target: { value: "Bonjour" } });
  const place = dialog.querySelector<HTMLElement>(".sample-body");
  if (place === null) throw new Error("no body");
  await waitFor(async () => expect((await writer(place)).fullText).toContain("Bonjour"));
  await fireEvent.input(within(dialog).getByTestId("sample-time"), { target: { value: "soon" } });
  await waitFor(() => expect(dialog.textContent).toContain("No time: write it as"));
  expect(screen.getByTestId("sample-send")).toHaveProperty("disabled", true);
  await fireEvent.input(within(dialog).getByTestId("sample-time"), { target: { value: "" } });
  await fireEvent.click(screen.getByTestId("sample-send"));
  await waitFor(() => expect(screen.getByTestId("sample-sent").textContent).toContain("Answered 200"));
  expect(backend.calls).toContain("samples.send");
});

test("the key that opens a dialog from the palette does nothing in it yet", async () => {
  const backend = await open();
  await press("k", { ctrlKey: true });
  const field = await screen.findByTestId("palette-input");
  await fireEvent.input(field, { target: { value: "export captures" } });
  await fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByTestId("export-dialog");
  expect(backend.calls).not.toContain("captures.export");
  await fireEvent.keyDown(screen.getByTestId("export-path"), { key: "Enter" });
  await waitFor(() => expect(screen.getByTestId("wrote").textContent).toContain("captures-20260312.jsonl"));
});

test("what would change is grouped, with examples that lead to their captures", async () => {
  await open();
  await press("k", { ctrlKey: true });
  const field = await screen.findByTestId("palette-input");
  await fireEvent.input(field, { target: { value: "what would change" } });
  await fireEvent.keyDown(field, { key: "Enter" });
  await fireEvent.click(await screen.findByTestId("reconvert-start"));
  await waitFor(() => expect(screen.getByTestId("reconvert").dataset.state).toBe("done"));
  expect(screen.getByTestId("change-group").textContent).toContain("content_type: Text → Image");
  expect(screen.getByTestId("change-example").textContent).toContain('"Image"');
});

test("header lines are changed, added and left out, and secrets stay where they are", async () => {
  const backend = await open();
  await press("e");
  const form = await screen.findByTestId("replay-form");
  await fireEvent.click(await within(form).findByRole("tab", { name: /Headers/ }));
  const lines = (): HTMLInputElement[][] => within(form).getAllByTestId("header-line").map((line) => [...line.querySelectorAll("input")]);
  expect(lines().map((fields) => fields.map(({ value }) => value).join(": "))).toEqual(["User-Agent: facebookplatform/1.0", "Authorization: ••••••••", "Content-Length: 412"]);
  expect(lines()[2]?.every(({ readOnly }) => readOnly)).toBe(true);
  await fireEvent.click(within(form).getByLabelText("Leave out User-Agent"));
  await fireEvent.click(within(form).getByTestId("header-add"));
  const [name, value] = lines()[2] ?? [];
  if (name === undefined || value === undefined) throw new Error("no new line");
  expect(screen.getByTestId("replay-send")).toHaveProperty("disabled", true);
  await fireEvent.input(name, { target: { value: "X Odd" } });
  expect(within(form).getByTestId("header-editor").textContent).toContain("no space");
  await fireEvent.input(name, { target: { value: "X-Odd" } });
  await fireEvent.input(value, { target: { value: "1" } });
  await waitFor(() => expect(screen.getByTestId("replay-send")).toHaveProperty("disabled", false));
  await fireEvent.click(screen.getByTestId("replay-send"));
  await waitFor(() => expect(backend.quality.replayed?.headers).toEqual(["Authorization: ••••••••", "Content-Length: 412", "X-Odd: 1"]));
});

test("headers that nobody changed are not sent as edited", async () => {
  const backend = await open();
  await press("e");
  const form = await screen.findByTestId("replay-form");
  await fireEvent.click(await within(form).findByRole("tab", { name: /Headers/ }));
  await fireEvent.click(within(form).getByLabelText("Leave out User-Agent"));
  await fireEvent.click(within(form).getByText("Reset"));
  await fireEvent.click(screen.getByTestId("replay-send"));
  await waitFor(() => expect(backend.quality.replayed).not.toBeNull());
  expect(backend.quality.replayed).not.toHaveProperty("headers");
});

test("a path is chosen in the system's dialog, or typed", async () => {
  const backend = await open();
  await press("k", { ctrlKey: true });
  const field = await screen.findByTestId("palette-input");
  await fireEvent.input(field, { target: { value: "export captures" } });
  await fireEvent.keyDown(field, { key: "Enter" });
  const dialog = await screen.findByTestId("export-dialog");
  const path = within(dialog).getByTestId<HTMLInputElement>("export-path");
  await fireEvent.input(path, { target: { value: "/typed" } });
  await fireEvent.click(within(dialog).getByTestId("pick-bundle"));
  await waitFor(() => expect(backend.calls).toContain("window.pick"));
  expect(path.value).toBe("/typed");
  backend.picked = "/chosen/captures.jsonl";
  await fireEvent.click(within(dialog).getByTestId("pick-bundle"));
  await waitFor(() => expect(path.value).toBe("/chosen/captures.jsonl"));
});
