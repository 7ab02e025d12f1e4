import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { memory, type Memory } from "../../api/memory";
import App from "../../App.svelte";
import { IN_CLEAR } from "../../state/reveal.svelte";

afterEach(() => {
  vi.useRealTimers();
  cleanup();
  localStorage.clear();
});

const field = (testid: string): HTMLInputElement => screen.getByTestId<HTMLInputElement>(testid);
const type = (testid: string, value: string): Promise<boolean> => fireEvent.input(field(testid), { target: { value } });
const said = (testid: string): string => document.getElementById(field(testid).getAttribute("aria-describedby") ?? "")?.textContent ?? "";

async function open(): Promise<Memory> {
  const backend = memory(new URLSearchParams("until=11"));
  render(App, { backend });
  await screen.findByTestId("ledger");
  await fireEvent.keyDown(window, { key: ",", ctrlKey: true });
  await screen.findByTestId("dialog");
  await fireEvent.click(screen.getByRole("tab", { name: "Endpoints" }));
  await screen.findAllByTestId("endpoint");
  return backend;
}

async function expand(index = 0): Promise<void> {
  await fireEvent.click(within(screen.getAllByTestId("endpoint")[index] as HTMLElement).getByRole("button", { expanded: false }));
  await screen.findByTestId("endpoint-form");
}

test("an endpoint is edited; what is wrong is said at its field while one types", async () => {
  const backend = await open();
  await expand();
  await type("endpoint-org_id", "five");
  await waitFor(() => expect(field("endpoint-org_id").getAttribute("aria-invalid")).toBe("true"));
  expect(said("endpoint-org_id")).toContain("A whole number");
  await type("endpoint-org_id", "77");
  await type("endpoint-name", "Atelier");
  await type("business-city", "Lyon");
  await fireEvent.click(screen.getByTestId("save-endpoint"));
  await screen.findByText(/^Saved\./);
  const { form } = await backend.rpc("endpoints.get", { id: 1 });
  expect([form.name, form.org_id, form.business.city]).toEqual(["Atelier", "77", "Lyon"]);
  expect(screen.getAllByTestId("endpoint")[0]?.textContent).toContain("Atelier");
});

test("a contact is added, doubted, and kept by its customer", async () => {
  const backend = await open();
  await expand();
  await fireEvent.click(screen.getByTestId("add-contact"));
  await waitFor(() => expect(document.activeElement).toBe(field("contact-customer")));
  await type("contact-customer", "7310482956120433");
  await type("contact-name", "Élodie Martin");
  await type("contact-email", "elodie");
  await waitFor(() => expect(said("contact-email")).toContain("no e-mail address"));
  await fireEvent.click(screen.getByTestId("save-endpoint"));
  await screen.findByText(/^Saved\./);
  const { form } = await backend.rpc("endpoints.get", { id: 1 });
  expect(form.contacts).toEqual([{ customer: "7310482956120433", name: "Élodie Martin", img: "", phone_number: "", email: "elodie" }]);
});

test("a token is made, shown for a while, copied by the host, and removed after a question", async () => {
  const backend = await open();
  await expand();
  const secrets = within(screen.getByTestId("endpoint-secrets"));
  await fireEvent.click(secrets.getByLabelText("Make a bearer token"));
  const show = await secrets.findByLabelText("Show bearer token");
  expect(document.body.textContent).not.toContain("bearer_token_in_clear");
  vi.useFakeTimers();
  await fireEvent.click(show);
  await vi.advanceTimersByTimeAsync(10);
  expect(document.body.textContent).toContain("bearer_token_in_clear");
  await vi.advanceTimersByTimeAsync(IN_CLEAR);
  expect(document.body.textContent).not.toContain("bearer_token_in_clear");
  vi.useRealTimers();
  await fireEvent.click(secrets.getByLabelText("Copy bearer token"));
  await waitFor(() => expect(backend.copied.at(-1)).toEqual({ what: "secret", of: { kind: "bearer_token", endpoint: 1 } }));
  await fireEvent.click(secrets.getByLabelText("Remove the bearer token"));
  await fireEvent.click(secrets.getByText("Cancel"));
  expect(secrets.getByLabelText("Show bearer token")).toBeTruthy();
  await fireEvent.click(secrets.getByLabelText("Remove the bearer token"));
  await fireEvent.click(secrets.getByText("Remove"));
  await secrets.findByLabelText("Make a bearer token");
});

test("a secret that has not the form of one is doubted while it is typed, and where it stands", async () => {
  await open();
  await expand();
  const secrets = within(screen.getByTestId("endpoint-secrets"));
  const input = secrets.getByTestId<HTMLInputElement>("secret-input");
  await fireEvent.input(input, { target: { value: "51f0c7" } });
  expect(secrets.getByText(/^6 characters\./)).toBeTruthy();
  await fireEvent.submit(input);
  await secrets.findByText(/signatures will not match\.$/);
  await waitFor(() => expect(input.value).toBe(""));
  expect(secrets.getByText(/signatures will not match\.$/)).toBeTruthy();
});

test("a fault rule is marked above everything until it is cleared", async () => {
  await open();
  await expand();
  await type("fault-status", "200");
  await fireEvent.click(screen.getByTestId("set-fault"));
  await waitFor(() => expect(said("fault-status")).toContain("400 to 599"));
  await type("fault-status", "503");
  await fireEvent.click(screen.getByTestId("set-fault"));
  const mark = await screen.findByTestId("fault-mark");
  expect(mark.textContent).toContain("answers 503 to the next 3 requests");
  await fireEvent.click(within(mark).getByText("Clear the rule"));
  await waitFor(() => expect(screen.queryByTestId("fault-mark")).toBeNull());
});

test("one is added beforehand, by keys alone after the button", async () => {
  const backend = await open();
  await fireEvent.click(screen.getByTestId("add-endpoint"));
  await type("new-workspace", "wsp_new");
  await fireEvent.submit(field("new-workspace"));
  await waitFor(() => expect(said("new-credentials")).toContain("cannot be empty"));
  await type("new-credentials", "crd_new");
  await fireEvent.submit(field("new-credentials"));
  await screen.findByTestId("endpoint-form");
  const { endpoints } = await backend.rpc("endpoints.list", {});
  expect(endpoints.map(({ credentials_id: id }) => id)).toContain("crd_new");
});

test("what came through it forbids to delete one; another goes after a question", async () => {
  await open();
  await expand(0);
  expect(screen.queryByTestId("delete-endpoint")).toBeNull();
  await expand(1);
  await fireEvent.click(await screen.findByTestId("delete-endpoint"));
  await fireEvent.click(screen.getByTestId("delete-endpoint-yes"));
  await waitFor(() => expect(screen.getAllByTestId("endpoint")).toHaveLength(1));
});

test("converted again, a document shows what the settings of today change of it", async () => {
  const backend = await open();
  await expand();
  await type("business-name", "Atelier Lumen");
  await fireEvent.click(screen.getByTestId("save-endpoint"));
  await screen.findByText(/^Saved\./);
  await fireEvent.click(screen.getByLabelText("Close"));
  await fireEvent.click(screen.getByText("Convert again"));
  const again = await screen.findByTestId("again");
  expect(again.textContent).toContain("2 of 4 items would come out differently today");
  const rows = within(again).getAllByTestId("change");
  expect(rows.map((row) => row.dataset.pointer)).toContain("/payload/conversation/business/name");
  expect(rows[0]?.textContent).toContain("Atelier Lumen");
  expect(backend.calls).not.toContain("captures.replay");
});
