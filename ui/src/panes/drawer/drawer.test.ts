import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { memory, type Memory } from "../../api/memory";
import App from "../../App.svelte";

// The whole window is drawn in each test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(state: string): Promise<Memory> {
  const backend = memory(new URLSearchParams(state));
  render(App, { backend });
  await screen.findByTestId("drawer");
  return backend;
}

const tab = (name: string | RegExp): HTMLElement => within(screen.getByTestId("drawer")).getByRole("tab", { name });

test("the head is shown as it came, in its order, secrets masked", async () => {
  await open("until=11");
  const heads = within(screen.getByTestId("headers"));
  const lines = Array.from(screen.getByTestId("headers").querySelectorAll(".hd"), (line) => line.textContent.trim());
  expect(lines[0]).toMatch(/POST \/v3\/integrations\/\S+ HTTP\/1\.1$/);
  expect(lines[1]).toMatch(/^X-Hub-Signature-256/);
  expect(lines[2]).toContain("masked");
  expect(heads.getByText("Authorization")).toBeTruthy();
  expect(screen.getByTestId("drawer").textContent).toContain("127.0.0.1:51824");
});

test("the answer and the evidence, each in its tab; the tab and the height stay", async () => {
  await open("until=6");
  await fireEvent.click(tab("Response"));
  expect(screen.getByTestId("answer").textContent).toContain("signature does not match");
  await fireEvent.click(tab(/Signature/));
  expect(screen.getByTestId("evidence-signature").textContent).toContain("No secret that is known makes this signature");
  cleanup();
  await open("until=11");
  expect(screen.getByTestId("evidence-signature").textContent).toContain("the app's");
  expect(screen.getByTestId("evidence-token").textContent).toContain("••••••••");
});

test("the drawer collapses to its tabs, and a key opens it", async () => {
  await open("until=11");
  await fireEvent.keyDown(window, { key: "j", ctrlKey: true });
  await waitFor(() => expect(screen.queryByRole("tabpanel", { name: /Request/ })).toBeNull());
  await fireEvent.keyDown(window, { key: "4" });
  await waitFor(() => expect(document.activeElement).toBe(tab(/Request/)));
  await fireEvent.keyDown(tab(/Request/), { key: "ArrowRight" });
  await waitFor(() => expect(document.activeElement).toBe(tab("Response")));
});

test("two captures are compared by structure, each difference by its pointer", async () => {
  const backend = await open("until=12");
  await fireEvent.click(tab("Compare"));
  const side = screen.getByLabelText("Right: capture");
  await fireEvent.change(side, { target: { value: "2", valueAsNumber: 2 } });
  const rows = await screen.findAllByTestId("change");
  expect(rows.map((row) => row.dataset.pointer)).toEqual(["/entry/0/messaging/0/message/mid", "/entry/0/messaging/0/message/text"]);
  expect(rows[1]?.textContent).toContain("Do you ship to Lyon?");
  rows[1]?.focus();
  await fireEvent.keyDown(rows[1] ?? window, { key: "Y", shiftKey: true });
  await waitFor(() => expect(backend.copied.at(-1)).toEqual({ what: "text", text: "/entry/0/messaging/0/message/text" }));
});

test("a document is compared with one of another capture", async () => {
  await open("until=12");
  await fireEvent.click(tab("Compare"));
  await fireEvent.change(screen.getByLabelText("Left: body or document"), { target: { value: "0" } });
  await fireEvent.change(screen.getByLabelText("Right: capture"), { target: { value: "11", valueAsNumber: 11 } });
  const what = screen.getByLabelText("Right: body or document");
  await within(what).findByText("Document 2: Image");
  await fireEvent.change(what, { target: { value: "1" } });
  await waitFor(() => {
    const pointers = screen.getAllByTestId("change").map((row) => row.dataset.pointer);
    expect(pointers).toContain("/payload/message/content_type");
  });
});

test("its original and the previous of its title are a click away", async () => {
  await open("until=12");
  await fireEvent.click(tab("Compare"));
  await fireEvent.click(screen.getByText("Previous of this title"));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Right: capture").value).toBe("11"));
  await fireEvent.click(screen.getByText("Its original #11"));
  await waitFor(() => expect(screen.getAllByTestId("change").length).toBeGreaterThan(0));
});

test("a capture that is not there is said to be so", async () => {
  await open("until=11");
  await fireEvent.click(tab("Compare"));
  await fireEvent.change(screen.getByLabelText("Right: capture"), { target: { value: "99", valueAsNumber: 99 } });
  await waitFor(() => expect(screen.getByTestId("compare").textContent).toContain("There is no capture 99."));
});
