/**
 * The endpoints: which there are, and the one whose settings are open. What is entered is judged while one types and kept
 * until it is saved or discarded, also while the sheet is closed.
 */
import { SvelteMap } from "svelte/reactivity";
import type { Backend } from "../api/backend";
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { EndpointForm } from "../api/gen/EndpointForm";
import type { EndpointRow } from "../api/gen/EndpointRow";
import type { EndpointSaved } from "../api/gen/EndpointSaved";
import type { EndpointView } from "../api/gen/EndpointView";
import type { FaultRule } from "../api/gen/FaultRule";
import type { FieldFault } from "../api/gen/FieldFault";

/** Milliseconds of rest before what is entered is judged. */
const REST = 250;

/** What names an endpoint that is not there yet. */
export interface NewEndpoint {
  channel: string;
  workspace_id: string;
  credentials_id: string;
}

/** A part of a path as an id; as it stands where its escapes are none. */
function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export class Endpoints {
  rows = $state.raw<EndpointRow[]>([]);
  isLoaded = $state(false);
  /** The open one, as the host knows it. */
  view = $state.raw<EndpointView | null>(null);
  /** The open one, as it was entered. */
  form = $state<EndpointForm | null>(null);
  faults = $state.raw<FieldFault[]>([]);
  /** Whether it was saved a moment ago. */
  isSaved = $state(false);
  /** The one that is about to be added. */
  adding = $state<NewEndpoint | null>(null);
  addFaults = $state.raw<FieldFault[]>([]);
  /** Which one is to be shown, and grows with each wish. */
  wanted = $state.raw<{ id: number } | null>(null);

  readonly isChanged: boolean = $derived(this.form !== null && this.view !== null && JSON.stringify(this.form) !== JSON.stringify(this.view.form));

  /** What was entered for others and not saved yet, by endpoint. */
  readonly #drafts = new SvelteMap<number, EndpointForm>();
  readonly #backend: Backend;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Which there are now. */
  async load(): Promise<void> {
    this.rows = (await this.#backend.rpc("endpoints.list", {})).endpoints;
    this.isLoaded = true;
  }

  /** The endpoint whose path this is. */
  at(path: string): EndpointRow | undefined {
    return this.rows.find(({ callback_url: url }) => url.endsWith(path));
  }

  /** Whether a capture may have made an endpoint that is not known yet. */
  isNews({ judgement, path, status }: CaptureRow): boolean {
    return (judgement === "accepted" || (judgement === "verification" && status === 200)) && this.at(path) === undefined;
  }

  /** Whether something was entered for an endpoint and is not saved yet. */
  isUnsaved(id: number): boolean {
    return this.view?.row.id === id ? this.isChanged : this.#drafts.has(id);
  }

  /** Opens one in the settings, with what was entered for it. */
  async open(id: number): Promise<void> {
    const view = await this.#backend.rpc("endpoints.get", { id });
    this.close();
    this.adding = null;
    this.#take(view);
    const draft = this.#drafts.get(id);
    this.#drafts.delete(id);
    if (draft !== undefined) this.enter((form) => Object.assign(form, draft));
  }

  /** Closes the open one. What was entered for it stays. */
  close(): void {
    if (this.isChanged && this.form !== null && this.view !== null) this.#drafts.set(this.view.row.id, $state.snapshot(this.form));
    this.#asked += 1;
    this.view = null;
    this.form = null;
    this.faults = [];
    this.isSaved = false;
  }

  /** Asks again for the open one; what was entered stays. */
  async refresh(): Promise<void> {
    await this.load();
    const id = this.view?.row.id;
    if (id === undefined) return;
    const view = await this.#backend.rpc("endpoints.get", { id });
    if (this.view?.row.id !== id) return;
    if (this.isChanged) this.view = view;
    else this.#take(view);
  }

  /** The user typed: it is judged after a rest. */
  enter(change: (form: EndpointForm) => void): void {
    if (this.form === null) return;
    change(this.form);
    this.isSaved = false;
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.#timer = setTimeout(() => void this.#judge(asked), REST);
  }

  /** Takes back what was entered. */
  discard(): void {
    if (this.view !== null) this.#take(this.view);
  }

  /** Saves what was entered. Answers whether it holds now. */
  async save(): Promise<boolean> {
    const { form, view } = this;
    if (form === null || view === null) return false;
    clearTimeout(this.#timer);
    this.#asked += 1;
    const { endpoint, faults } = await this.#save(view.row.id, form, false);
    this.faults = faults;
    if (endpoint === null) return false;
    this.#take(endpoint);
    this.faults = faults;
    this.isSaved = true;
    await this.load();
    return true;
  }

  /** Starts to add one: the one that a path names, where it names one. */
  begin(path = ""): void {
    this.close();
    this.addFaults = [];
    const [, channel = "facebook", workspace = "", credentials = ""] = /\/integrations\/(facebook|instagram)\/+([^/]+)\/+[^/]+\/+([^/]+)/i.exec(path) ?? [];
    this.adding = { channel: channel.toLowerCase(), workspace_id: unescaped(workspace), credentials_id: unescaped(credentials) };
  }

  /** Adds the one that was begun, and opens it. Answers whether it could. */
  async add(): Promise<boolean> {
    if (this.adding === null) return false;
    const { endpoint, faults } = await this.#backend.rpc("endpoints.add", { ...this.adding, only_check: false });
    this.addFaults = faults;
    if (endpoint === null) return false;
    this.adding = null;
    await this.load();
    this.#take(endpoint);
    return true;
  }

  async delete(id: number): Promise<void> {
    this.rows = (await this.#backend.rpc("endpoints.delete", { id })).endpoints;
    if (this.view?.row.id === id) this.close();
    this.#drafts.delete(id);
  }

  /** Sets a fault rule, or with `null` clears it. */
  async setFault(id: number, fault: FaultRule | null): Promise<void> {
    await this.#backend.rpc("endpoints.set_fault", { id, fault });
    await this.refresh();
  }

  #take(view: EndpointView): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.view = view;
    this.form = structuredClone(view.form);
    this.faults = [];
  }

  async #judge(asked: number): Promise<void> {
    const { form, view } = this;
    if (form === null || view === null) return;
    try {
      const { faults } = await this.#save(view.row.id, form, true);
      if (asked === this.#asked) this.faults = faults;
    } catch {
      // Saving will say why.
    }
  }

  #save(id: number, form: EndpointForm, onlyCheck: boolean): Promise<EndpointSaved> {
    return this.#backend.rpc("endpoints.save", { id, form: $state.snapshot(form), only_check: onlyCheck });
  }
}
