import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { memory, type Memory } from "../../api/memory";
import App from "../../App.svelte";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(outcome: "passed" | "failed"): Promise<Memory> {
  const backend = memory(new URLSearchParams("until=11"));
  backend.trust.outcome = outcome;
  render(App, { backend });
  await screen.findByTestId("ledger");
  await fireEvent.keyDown(window, { key: ",", ctrlKey: true });
  await screen.findByTestId("dialog");
  await fireEvent.click(await screen.findByTestId("open-selftest"));
  await screen.findByTestId("selftest-form");
  return backend;
}

const outcomes = (): (string | undefined)[] => screen.getAllByTestId("selftest-step").map((step) => step.dataset.outcome);

async function run(backend: Memory): Promise<HTMLElement> {
  await fireEvent.click(screen.getByTestId("run-selftest"));
  const result = await screen.findByTestId("selftest");
  expect(outcomes()).toEqual(["running", "waiting", "waiting", "waiting", "waiting"]);
  // The host's ticks drive it on.
  backend.add({ body: "{}", row: { title: "from the self-test" } });
  await waitFor(() => expect(result.dataset.verdict).not.toBe("running"));
  return result;
}

test("green: each step with what was sent, what came back and what arrived", async () => {
  const backend = await open("passed");
  const result = await run(backend);
  expect(result.textContent).toContain("Facebook can deliver here");
  expect(outcomes()).toEqual(["passed", "passed", "passed", "passed", "passed"]);
  const [first] = screen.getAllByTestId("selftest-step");
  await fireEvent.click(within(first as HTMLElement).getByRole("button", { expanded: false }));
  for (const part of ["Sent", "Came back", "Arrived here"]) expect(first?.textContent).toContain(part);
  expect(first?.textContent).toContain("1158201444");
});

test("red: the sentence that explains it, the fix, and what was skipped", async () => {
  const result = await run(await open("failed"));
  expect(result.textContent).toContain("The tunnel rewrites bodies.");
  expect(result.textContent).toContain("Turn off what rewrites bodies");
  expect(outcomes()).toEqual(["passed", "passed", "failed", "skipped", "skipped"]);
});

test("it is cancelled", async () => {
  await open("passed");
  await fireEvent.click(screen.getByTestId("run-selftest"));
  await fireEvent.click(await screen.findByText("Cancel"));
  await waitFor(() => expect(screen.getByTestId("selftest").dataset.verdict).toBe("cancelled"));
});

test("a URL that is none is refused at its field", async () => {
  await open("passed");
  await fireEvent.click(screen.getByText("Another URL"));
  const url = screen.getByTestId<HTMLInputElement>("selftest-url");
  await fireEvent.input(url, { target: { value: "nonsense" } });
  await fireEvent.submit(url);
  await waitFor(() => expect(url.getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByRole("alert").textContent).toContain("This is no URL");
});
