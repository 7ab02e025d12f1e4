import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { memory, type Memory } from "../../api/memory";
import App from "../../App.svelte";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(state: string): Promise<Memory> {
  const backend = memory(new URLSearchParams(state));
  render(App, { backend });
  await screen.findByTestId("doctor");
  return backend;
}

async function palette(words: string): Promise<void> {
  await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
  const input = await screen.findByTestId("palette-input");
  await fireEvent.input(input, { target: { value: words } });
  await waitFor(() => expect(screen.getAllByTestId("palette-entry")[0]?.textContent?.toLowerCase()).toContain(words));
  await fireEvent.keyDown(input, { key: "Enter" });
}

test("a refused capture is explained: the cause, what was tried, what mends it", async () => {
  await open("until=6");
  const reason = screen.getByTestId("reason");
  expect(within(reason).getByRole("heading", { level: 3 }).textContent).toContain("No known app secret makes this signature");
  expect(reason.textContent).toContain("Enter the app secret of the Facebook app");
  const tried = [...within(reason).getByTestId("checks").children].map((row) => [(row as HTMLElement).dataset["name"], (row as HTMLElement).dataset["outcome"]]);
  expect(tried).toContainEqual(["slashes", "no_match"]);
  expect(tried).toContainEqual(["truncated", "not_tried"]);
});

test("the missing secret is entered, and the refused capture is taken in", async () => {
  const backend = await open("until=6");
  await palette("enter the missing secret");
  const input = await screen.findByTestId<HTMLInputElement>("secret-input");
  await waitFor(() => expect(document.activeElement).toBe(input));
  await fireEvent.input(input, { target: { value: "0".repeat(32) } });
  await fireEvent.submit(input);
  await waitFor(() => expect(screen.getByTestId("rejudged").textContent).toContain("none of the refused captures"));
  await fireEvent.input(input, { target: { value: backend.trust.missing } });
  await fireEvent.submit(input);
  await waitFor(() => expect(screen.getByTestId("rejudged").textContent).toContain("1 refused capture holds now and was taken in"));
  expect(document.body.innerHTML).not.toContain(backend.trust.missing);
  await fireEvent.click(within(screen.getByTestId("rejudged")).getByText("#7"));
  await screen.findByText("Refused as");
});

test("a body that was rewritten is shown beside what was signed, and replayed as that", async () => {
  const backend = memory(new URLSearchParams("until=6"));
  backend.trust.isRewritten = true;
  render(App, { backend });
  await screen.findByTestId("doctor");
  await palette("compare the bytes");
  const changes = await screen.findByTestId("byte-changes");
  expect(changes.textContent).toContain("differ in 2 places");
  expect([...changes.querySelectorAll("ins")].map((one) => one.textContent)).toEqual(["\\", "\\"]);
  await fireEvent.click(screen.getByTestId("compare-bytes"));
  await waitFor(() => expect(screen.queryByTestId("byte-changes")).toBeNull());
  const replay = screen.getByTestId("replay-restored");
  expect(replay.textContent).toContain("Replay with escapes restored");
  await fireEvent.click(replay);
  await waitFor(() => expect(backend.calls).toContain("doctor.replay_restored"));
  await screen.findByText(/Answered 200/);
});

test("a refused handshake says where the token differs, and the expected one is copied", async () => {
  const backend = await open("until=4");
  expect(screen.getByTestId("reason").textContent).toContain("differs at character 9");
  await fireEvent.click(screen.getByLabelText("Copy the expected verify token"));
  await waitFor(() => expect(backend.copied.at(-1)).toEqual({ what: "secret", of: { kind: "app_token" } }));
  await fireEvent.click(screen.getByText("Endpoint settings"));
  await screen.findByTestId("endpoint-form");
});

test("the drawer explains it too", async () => {
  await open("until=6");
  await palette("show why it was refused");
  const doctor = await screen.findByTestId("evidence-doctor");
  expect(within(doctor).getByTestId("diagnosis").dataset.cause).toBe("wrong_secret");
});

test("what is fine is not asked about", async () => {
  const backend = memory(new URLSearchParams("until=11"));
  render(App, { backend });
  await screen.findByTestId("ledger");
  expect(backend.calls).not.toContain("doctor.explain");
});
