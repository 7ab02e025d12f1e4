import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { memory, type Memory } from "./api/memory";
import App from "./App.svelte";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function open(state: string): Memory {
  const backend = memory(new URLSearchParams(state));
  render(App, { backend });
  return backend;
}

const text = (id: string): string => screen.getByTestId(id).textContent;
const fullText = (pane: string): string => (screen.getByTestId(pane).querySelector(".code") as unknown as { fullText: string }).fullText;

test("nothing captured: what to paste, and one click fills the window", async () => {
  open("state=empty");
  await screen.findByTestId("empty-state");
  expect(text("curl")).toContain("$TRIPTYCH_TOKEN");
  expect(text("empty-state")).toContain("/v3/integrations/facebook/local/facebook/local/webhook");
  expect(text("verify-token")).not.toContain("tok_");
  await fireEvent.click(screen.getByTestId("send-sample"));
  await screen.findByTestId("pane-output");
  expect(screen.queryByTestId("empty-state")).toBeNull();
  expect(fullText("pane-raw")).toContain("Hello from a sample");
  expect(fullText("pane-output")).toContain("message_created");
});

test("captures are shown while what came to each endpoint is still counted", async () => {
  const backend = memory(new URLSearchParams("state=main"));
  const rpc = backend.rpc.bind(backend);
  let counted: () => void = () => undefined;
  const counting = new Promise<void>((resolve) => (counted = resolve));
  backend.rpc = async (command, request) => {
    if (command === "endpoints.list") await counting;
    return rpc(command, request);
  };
  render(App, { backend });
  await screen.findByTestId("pane-raw");
  expect(screen.getAllByTestId("capture-row").length).toBeGreaterThan(0);
  counted();
});

test("the token is shown when asked for and copied by the host", async () => {
  const backend = open("state=empty");
  await screen.findByTestId("empty-state");
  await fireEvent.click(screen.getByLabelText("Copy command"));
  expect(backend.copied).toEqual([{ what: "curl" }]);
  await fireEvent.click(screen.getByLabelText("Show verify token"));
  await waitFor(() => expect(text("verify-token")).toBe("tok_3f9c1e7ab24d"));
  await fireEvent.click(screen.getByLabelText("Hide verify token"));
  expect(text("verify-token")).not.toContain("tok_");
});

test("an app secret is entered once and never shown", async () => {
  open("state=empty");
  const field = await screen.findByTestId<HTMLInputElement>("secret-input");
  expect(field.type).toBe("password");
  await fireEvent.input(field, { target: { value: "0123456789abcdef" } });
  await fireEvent.submit(field);
  await screen.findByTestId("app-secret");
  await waitFor(() => expect(field.value).toBe(""));
  expect(document.body.innerHTML).not.toContain("0123456789abcdef");
  await fireEvent.click(screen.getByLabelText("Remove app secret"));
  await fireEvent.click(screen.getByTestId("remove-secret-yes"));
  await waitFor(() => expect(screen.queryByTestId("app-secret")).toBeNull());
});

test("four items: the ledger adds up, a card each, three documents", async () => {
  open("until=11");
  await screen.findByTestId("ledger");
  expect(text("ledger").replace(/\s+/g, " ")).toContain("4items in= 2converted+ 1skipped(read receipt)+ 1unknown(message_nudge)+ 0failed balanced");
  expect(screen.getAllByTestId("item-card").map((card) => card.dataset.verdict)).toEqual(["converted", "converted", "skipped", "unknown"]);
  const tabs = screen.getAllByTestId("output-tab");
  expect(tabs.map((tab) => tab.textContent.trim())).toEqual(["1Text", "1Image", "2Text"]);
  await fireEvent.keyDown(window, { key: "]" });
  await waitFor(() => expect(fullText("pane-output")).toContain('"content_type": "Image"'));
  await fireEvent.keyDown(window, { key: "J" });
  await waitFor(() => expect(fullText("pane-output")).toContain("Two left in white"));
});

test("Pretty and Exact: the escapes stay in both", async () => {
  open("until=11");
  await screen.findByTestId("ledger");
  expect(fullText("pane-raw")).toContain('"text": "Is the caf\\u00e9');
  expect(fullText("pane-raw")).toContain("\n");
  await fireEvent.keyDown(window, { key: "v" });
  await waitFor(() => expect(fullText("pane-raw")).not.toContain("\n"));
  expect(fullText("pane-raw")).toContain("https:\\/\\/scontent");
});

test("markup in a message stays text everywhere", async () => {
  open("until=8");
  await screen.findByTestId("item-card");
  expect(text("item-card")).toContain("<img src=x onerror=alert(1)>");
  expect(text("item-card")).toContain("U+202E");
  expect(fullText("pane-output")).toContain("<script>alert(2)</script>");
  expect(document.querySelectorAll("img, script, a, iframe").length).toBe(0);
});

test("a refused capture says why in every pane", async () => {
  open("until=6");
  await screen.findByTestId("doctor");
  expect(text("reason")).toContain("No known app secret makes this signature");
  expect(text("reason")).toContain("Answered 401");
  expect(text("no-output")).toContain("The signature matches no app secret");
  expect(text("ledger")).toContain("Not converted");
  expect(fullText("pane-raw")).toContain("caf\\u00e9");
});

test("what is no JSON is shown as it came, with the place at fault", async () => {
  open("until=3");
  await screen.findByTestId("reason");
  expect(text("pane-raw")).toContain("byte 87: ends inside a string");
  expect(fullText("pane-raw")).toMatch(/Bonj$/);
  expect(screen.getByText("Pretty")).toHaveProperty("disabled", true);
});

test("no message by rule, and none because it failed", async () => {
  open("until=1");
  await screen.findByTestId("no-output");
  expect(text("no-output")).toContain("No message, by rule");
  expect(text("no-output")).toContain("read_receipt");
  cleanup();
  open("until=7");
  await waitFor(() => expect(text("no-output")).toContain("No message: failed"));
  expect(text("item-card")).toContain("/entry/0/messaging/0/sender");
});

test("a stored document names the capture that made it", async () => {
  open("until=12");
  await screen.findByTestId("pane-output");
  expect(text("pane-output")).toContain("first made by #11");
});

test("the port is in use: loss first, then the way out", async () => {
  open("state=port");
  await screen.findByTestId("problem");
  expect(text("problem")).toContain("Webhooks sent now are lost");
  expect(text("listener-pill")).toContain("Not listening");
  await fireEvent.click(screen.getByText("Listen on 3334"));
  await waitFor(() => expect(screen.queryByTestId("problem")).toBeNull());
  expect(text("listener-pill")).toContain("127.0.0.1:3334");
});

test("storage that does not open is a problem; a write that fails is a banner", async () => {
  const backend = open("state=storage");
  await screen.findByTestId("problem");
  expect(screen.getByTestId("problem").dataset.code).toBe("folder_in_use");
  // What is kept in the folder is not asked for, and settings say why they are empty.
  await fireEvent.keyDown(window, { key: ",", ctrlKey: true });
  expect((await screen.findByTestId("settings-blocked")).textContent).toContain("The data folder is in use");
  expect(backend.calls).not.toContain("setup.get");
  await fireEvent.click(screen.getByRole("tab", { name: "Appearance" }));
  expect(screen.queryByTestId("settings-blocked")).toBeNull();
  await fireEvent.click(screen.getByRole("button", { name: "Close" }));
  await fireEvent.click(screen.getByText("Try again"));
  await screen.findByTestId("empty-state");
  cleanup();
  open("state=write");
  await screen.findByTestId("banner");
  expect(text("banner").trim()).toMatch(/^Webhooks sent now are lost\./);
});

test("a new capture leaves the open one alone", async () => {
  const backend = open("until=11");
  await screen.findByTestId("ledger");
  const before = fullText("pane-raw");
  await fireEvent.keyDown(window, { key: "r" });
  await waitFor(() => expect(backend.calls).toContain("captures.replay"));
  await screen.findByText("#12");
  expect(fullText("pane-raw")).toBe(before);
});
