import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { memory, type Memory } from "../../api/memory";
import App from "../../App.svelte";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function open(): Promise<Memory> {
  const backend = memory(new URLSearchParams("until=11"));
  render(App, { backend });
  await screen.findByTestId("ledger");
  await fireEvent.click(screen.getByTestId("tunnel"));
  await screen.findByTestId("tunnel-url");
  return backend;
}

const url = (): HTMLInputElement => screen.getByTestId<HTMLInputElement>("tunnel-url");

test("a public URL is set, checked, and shown at the top with its round trip", async () => {
  const backend = await open();
  expect(screen.getByTestId("tunnel").textContent).toContain("No tunnel");
  await fireEvent.input(url(), { target: { value: "lumen" } });
  await fireEvent.submit(url());
  await waitFor(() => expect(url().getAttribute("aria-invalid")).toBe("true"));
  await fireEvent.input(url(), { target: { value: "https://lumen-qa.example.dev/hook" } });
  await fireEvent.submit(url());
  await screen.findByText(/The path was left out/);
  await waitFor(() => expect(screen.getByTestId("tunnel").textContent?.replace(/\s+/g, " ")).toMatch(/lumen-qa\.example\.dev reachable ?46 ms/));
  expect(screen.getAllByTestId("tunnel-callback")[0]?.textContent).toContain("https://lumen-qa.example.dev/v3/integrations/facebook/wsp_8f21c4");
  expect(backend.calls).toContain("tunnel.check");
});

test("a tunnel of ngrok is found, and the one that leads elsewhere says so", async () => {
  await open();
  await fireEvent.click(screen.getByTestId("detect-tunnel"));
  const found = await screen.findByTestId("found-tunnels");
  expect(found.textContent).toContain("leads to http://127.0.0.1:8080");
  await fireEvent.click(within(found).getByLabelText("Use https://d3f1.ngrok-free.app"));
  await waitFor(() => expect(screen.getByTestId("tunnel").textContent).toContain("d3f1.ngrok-free.app"));
});

test("what to paste and what to run is a click away", async () => {
  const backend = await open();
  await fireEvent.click(screen.getByLabelText("Copy the verify token of Maison Lumen"));
  await fireEvent.click(screen.getByLabelText("Copy the command for cloudflared"));
  await waitFor(() => expect(backend.copied).toEqual([{ what: "secret", of: { kind: "app_token" } }, { what: "text", text: "cloudflared tunnel --url http://127.0.0.1:3333" }]));
});

test("a tunnel is forgotten after a question", async () => {
  const backend = await open();
  await fireEvent.input(url(), { target: { value: "https://lumen-qa.example.dev" } });
  await fireEvent.submit(url());
  await screen.findByTestId("tunnel-state");
  await fireEvent.click(screen.getByLabelText("Forget the tunnel"));
  await fireEvent.click(screen.getByText("Forget it"));
  await waitFor(() => expect(screen.getByTestId("tunnel").textContent).toContain("No tunnel"));
  expect((await backend.rpc("tunnel.get", {})).url).toBeNull();
});
