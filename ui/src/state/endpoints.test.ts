import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memory, type Memory } from "../api/memory";
import { Endpoints } from "./endpoints.svelte";

let backend: Memory;
let endpoints: Endpoints;

beforeEach(async () => {
  vi.useFakeTimers();
  backend = memory(new URLSearchParams());
  endpoints = new Endpoints(backend);
  await endpoints.load();
  await endpoints.open(1);
});
afterEach(() => void vi.useRealTimers());

const saves = (): number => backend.calls.filter((call) => call === "endpoints.save").length;

test("what is typed is judged once the typing rests, and is not saved by that", async () => {
  endpoints.enter((form) => (form.org_id = "five"));
  endpoints.enter((form) => (form.org_id = "fivex"));
  expect(saves()).toBe(0);
  await vi.advanceTimersByTimeAsync(300);
  expect(saves()).toBe(1);
  expect(endpoints.faults.map(({ field }) => field)).toEqual(["org_id"]);
  expect(endpoints.isChanged).toBe(true);
  expect((await backend.rpc("endpoints.get", { id: 1 })).form.org_id).toBe("5120");
});

test("what is refused stays as it was entered; what is mended is saved", async () => {
  endpoints.enter((form) => (form.org_id = "five"));
  expect(await endpoints.save()).toBe(false);
  expect([endpoints.form?.org_id, endpoints.isSaved]).toEqual(["five", false]);
  endpoints.enter((form) => {
    form.org_id = "5";
    form.name = "Atelier";
  });
  expect(await endpoints.save()).toBe(true);
  expect([endpoints.isSaved, endpoints.isChanged, endpoints.faults]).toEqual([true, false, []]);
  expect(endpoints.rows.map(({ title }) => title)).toContain("Atelier");
});

test("changes are taken back, and are not lost when a secret is changed meanwhile", async () => {
  endpoints.enter((form) => (form.name = "Half"));
  await backend.rpc("secrets.rotate_token", { of: { kind: "bearer_token", endpoint: 1 } });
  await endpoints.refresh();
  expect([endpoints.form?.name, endpoints.view?.bearer_token === null]).toEqual(["Half", false]);
  endpoints.discard();
  expect([endpoints.form?.name, endpoints.isChanged]).toEqual(["Maison Lumen", false]);
});

test("a capture that came to no endpoint that is known makes them be asked for again", () => {
  const [row] = backend.captures.filter(({ view }) => view.row.judgement === "accepted").map(({ view }) => view.row);
  if (row === undefined) throw new Error("there is an accepted capture");
  expect(endpoints.isNews(row)).toBe(false);
  expect(endpoints.isNews({ ...row, path: "/v3/integrations/facebook/new/facebook/new/webhook" })).toBe(true);
  expect(endpoints.isNews({ ...row, judgement: "unauthenticated", path: "/v3/integrations/facebook/new/facebook/new/webhook" })).toBe(false);
});

test("what was entered for one waits while another is open", async () => {
  endpoints.enter((form) => (form.name = "Half"));
  await endpoints.open(2);
  expect([endpoints.form?.name, endpoints.isUnsaved(1), endpoints.isUnsaved(2)]).toEqual(["", true, false]);
  await endpoints.open(1);
  expect([endpoints.form?.name, endpoints.isChanged, endpoints.isUnsaved(2)]).toEqual(["Half", true, false]);
});

test("one that is there already is refused at its field", async () => {
  endpoints.begin();
  endpoints.adding = { channel: "facebook", workspace_id: "wsp_8f21c4", credentials_id: "crd_3b7e90" };
  expect(await endpoints.add()).toBe(false);
  expect(endpoints.addFaults.map(({ field }) => field)).toEqual(["credentials_id"]);
  endpoints.adding = { ...endpoints.adding, credentials_id: "crd_other" };
  expect(await endpoints.add()).toBe(true);
  expect([endpoints.adding, endpoints.view?.row.credentials_id]).toEqual([null, "crd_other"]);
});

test("an endpoint is begun from a path that almost names one", () => {
  const begun = (path: string) => {
    endpoints.begin(path);
    return endpoints.adding && [endpoints.adding.channel, endpoints.adding.workspace_id, endpoints.adding.credentials_id];
  };
  expect(begun("/v3/integrations/instagram/w%201/instagram/c")).toEqual(["instagram", "w 1", "c"]);
  expect(begun("/app/v3/Integrations/Facebook/w//facebook/c/webhook")).toEqual(["facebook", "w", "c"]);
  expect(begun("/favicon.ico")).toEqual(["facebook", "", ""]);
});
