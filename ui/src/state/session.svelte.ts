/** The window's state as a whole: it pulls what is new on every tick and knows what is open. */
import { createContext } from "svelte";
import { toApiError, type Backend } from "../api/backend";
import type { ApiError } from "../api/gen/ApiError";
import type { AppStatus } from "../api/gen/AppStatus";
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { Copy } from "../api/gen/Copy";
import type { Link } from "../api/gen/Link";
import type { Sent } from "../api/gen/Sent";
import { Announcer } from "./announcer.svelte";
import { Captures } from "./captures.svelte";
import { Conversations } from "./conversations.svelte";
import { Fixtures } from "./fixtures.svelte";
import { Filter } from "./filter.svelte";
import { Frame } from "./frame.svelte";
import { Golden } from "./golden.svelte";
import { Keeping } from "./keeping.svelte";
import { isPending, neighbour } from "./list";
import { Comparison } from "./comparison.svelte";
import { Doctor } from "./doctor.svelte";
import { Drawer } from "./drawer.svelte";
import { Endpoints } from "./endpoints.svelte";
import { Layout } from "./layout.svelte";
import { Making } from "./making.svelte";
import { Opened } from "./opened.svelte";
import { Reference } from "./reference.svelte";
import { Prefs } from "./prefs.svelte";
import { Reconverting } from "./reconverting.svelte";
import { Regions } from "./regions.svelte";
import { Removal } from "./removal.svelte";
import { Replaying } from "./replaying.svelte";
import { Saving } from "./saving.svelte";
import { Secrets } from "./secrets.svelte";
import { Selection } from "./selection.svelte";
import { SelfTests } from "./selftest.svelte";
import { Trace } from "./trace.svelte";
import { Setup, type SettingsPage } from "./setup.svelte";
import { Tunnel } from "./tunnel.svelte";

export type Overlay =
  | "palette" | "keys" | "settings" | "reference" | "selftest" | "again"
  | "accept" | "export" | "folder" | "import" | "reconvert" | "replay" | "report" | "sample" | "save";

/** From an arrival until the open capture is asked for again (ms). */
const SOON = 1000;
/** A body (bytes) above which that is left to the user. */
const LARGE = 200_000;

/** A neighbour is read ahead so long after a capture came into the panes (ms), where its body is no longer than this (bytes). */
const DRAWN = 50;
const NEAR = 100_000;

export class Session {
  status = $state.raw<AppStatus | null>(null);
  /** The last command that was refused, until the user closes it. */
  fault = $state.raw<ApiError | null>(null);
  /** What the listener answered to the last replay. */
  sent = $state.raw<Sent | null>(null);
  /** The user looks at captures although nothing is listening. */
  isPastProblem = $state(false);
  /** What lies over the window. */
  overlay = $state<Overlay | null>(null);

  /** Whether the newest capture is opened as it comes. */
  isFollowing = $state(false);
  /** The capture whose note is being written. */
  noting = $state<number | null>(null);

  readonly backend: Backend;
  readonly captures: Captures;
  readonly filter: Filter;
  readonly removal: Removal;
  readonly selection = new Selection();
  readonly opened: Opened;
  readonly setup: Setup;
  readonly keeping: Keeping;
  readonly prefs = new Prefs();
  readonly frame = new Frame(this.prefs);
  readonly regions = new Regions();
  readonly announcer = new Announcer();
  readonly layout = new Layout(this.frame);
  readonly drawer = new Drawer(this.prefs, this.frame);
  readonly comparison: Comparison;
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  readonly doctor: Doctor;
  readonly selftest: SelfTests;
  readonly tunnel: Tunnel;
  readonly trace: Trace;
  readonly reference: Reference;
  /** The captures that links were followed from, the last one last. */
  trail = $state.raw<readonly number[]>([]);
  readonly fixtures: Fixtures;
  readonly conversations: Conversations;
  readonly golden: Golden;
  readonly saving: Saving;
  readonly making: Making;
  readonly replaying: Replaying;
  readonly reconverting: Reconverting;

  #setupOf: string | null = null;
  #isPulling = false;
  #isStale = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.backend = backend;
    this.captures = new Captures(backend);
    this.filter = new Filter(backend, this.captures, this.prefs);
    this.removal = new Removal(backend, this.captures);
    this.opened = new Opened(backend);
    this.trace = new Trace(this.opened);
    this.comparison = new Comparison(backend, this.opened);
    this.reference = new Reference(backend);
    this.setup = new Setup(backend);
    this.keeping = new Keeping(backend);
    this.endpoints = new Endpoints(backend);
    this.secrets = new Secrets(backend, () => this.#reloadTrust());
    this.doctor = new Doctor(backend);
    this.selftest = new SelfTests(backend);
    this.tunnel = new Tunnel(backend);
    this.fixtures = new Fixtures(backend);
    this.conversations = new Conversations(backend);
    this.golden = new Golden(backend, this.opened);
    this.saving = new Saving(backend);
    this.making = new Making(backend);
    this.replaying = new Replaying(backend);
    this.reconverting = new Reconverting(backend);
  }

  /** Listens for ticks and takes in what is there. The answer stops it. */
  async start(): Promise<() => void> {
    const stop = await this.backend.onTick(() => void this.pull());
    await this.pull();
    return stop;
  }

  /** Takes in what is new; a tick meanwhile runs it once more. */
  async pull(): Promise<void> {
    this.opened.ahead.forget();
    this.#isStale = true;
    if (this.#isPulling) return;
    this.#isPulling = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.attempt(() => this.#pullOnce());
      }
    } finally {
      this.#isPulling = false;
    }
  }

  async #pullOnce(): Promise<void> {
    this.#take(await this.backend.rpc("app.status", {}));
    if (this.status === null || this.status.storage_problem !== null) return;
    const { listener, tunnel, captures, projected_to: projectedTo } = this.status;
    const isFirst = !this.captures.isLoaded;
    const setup = this.#loadSetup(`${listener.addr} ${tunnel?.url}`);
    // What came to each endpoint is counted over all captures: where there are any, they are shown meanwhile.
    if (!isFirst || captures === 0) await setup;
    const [arrived] = await Promise.all([this.#pullCaptures(projectedTo, isFirst), setup]);
    if (arrived.some((row) => this.endpoints.isNews(row))) await this.endpoints.load();
  }

  /** Takes in what is new in the lists, and shows in the panes what it changes there. Answers what came to the list of captures. */
  async #pullCaptures(projectedTo: number, isFirst: boolean): Promise<CaptureRow[]> {
    if (this.selftest.isRunning) await this.selftest.pull();
    if (isFirst) await this.filter.recall();
    const arrived = await this.captures.pull(projectedTo);
    if (!isFirst) this.announcer.arrived(arrived);
    const changed = isFirst || arrived.length > 0 ? [] : await this.captures.refreshSight();
    this.keeping.follow();
    if (!isFirst) await this.fixtures.pull();
    if (!isFirst) await this.conversations.pull();
    await this.#showNew(arrived, changed);
    return arrived;
  }

  async #showNew(arrived: readonly CaptureRow[], changed: readonly CaptureRow[]): Promise<void> {
    if (this.fixtures.isShown) return;
    if (this.isFollowing) this.followNewest();
    if (this.opened.id === null) await this.#reopen();
    else if (this.opened.view !== null && isPending(this.opened.view.row)) await this.opened.refresh();
    else if (changed.some((row) => row.id === this.opened.id)) await this.opened.refresh();
    else if (arrived.length > 0) this.#refreshSoon();
  }

  /** What arrived may speak of the open capture: an edit of its message, a retry. A large one is not read again for that. */
  #refreshSoon(): void {
    const size = this.opened.view?.row.body_size ?? Infinity;
    if (size > LARGE || this.#soon !== undefined) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      // Gone meanwhile, it stays as it is shown.
      this.opened.refresh().catch(() => undefined);
    }, SOON);
  }

  /** The callback URLs hold the address, public or not: another address, another setup. */
  async #loadSetup(addresses: string): Promise<void> {
    if (this.#setupOf === addresses) return;
    await Promise.all([this.setup.load(), this.endpoints.load()]);
    this.#setupOf = addresses;
  }

  #take(status: AppStatus): void {
    const wasListening = this.status?.listener.listening;
    if (wasListening === true && !status.listener.listening) {
      this.isPastProblem = false;
      this.announcer.alarm("Not listening. Webhooks sent now are lost.");
    }
    this.status = status;
  }

  /** Runs something; what is refused is shown. Answers whether it went well. */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (thrown) {
      this.fault = toApiError(thrown);
      return false;
    }
  }

  /** Runs something. Answers why it was refused where the code is one of these; whatever else is refused is shown. */
  async tell(work: () => Promise<void>, codes: readonly string[]): Promise<string | undefined> {
    try {
      await work();
    } catch (thrown) {
      const error = toApiError(thrown);
      if (codes.includes(error.code)) return error.hint === null ? error.message : `${error.message} ${error.hint}`;
      this.fault = error;
    }
    return undefined;
  }

  /** Opens the capture that was open last in this folder, else the newest. */
  async #reopen(): Promise<void> {
    const { last } = this.prefs;
    const isHere = last !== null && last.folder === this.status?.data_dir && (await this.#isStored(last.id));
    const id = isHere ? last.id : this.captures.rows[0]?.id;
    if (id === undefined) return;
    if (isHere) await this.captures.showCapture(id);
    void this.opened.open(id);
  }

  async #isStored(id: number): Promise<boolean> {
    const { rows } = await this.backend.rpc("captures.list", { before: id + 1, after: id - 1, limit: 1 });
    return rows.length > 0;
  }

  /** Opens the newest capture of the list. */
  followNewest(): void {
    const newest = this.captures.rows[0];
    if (newest === undefined || this.captures.start > 0) return;
    this.selection.only(newest.id);
    this.open(newest.id);
  }

  /** Opens a capture and selects it alone, because the user wants it. */
  select(id: number): void {
    this.selection.only(id);
    this.open(id);
  }

  /** Opens a capture; what is selected stays. Another than the newest ends following. */
  open(id: number): void {
    this.isPastProblem = true;
    this.fixtures.isShown = false;
    this.sent = null;
    this.isFollowing &&= id === this.captures.rows[0]?.id;
    if (this.status !== null) this.prefs.last = { folder: this.status.data_dir, id };
    void this.opened.open(id).then(() => {
      this.#readAhead();
      // It may have been converted while it was on its way.
      if (this.opened.view !== null && isPending(this.opened.view.row)) void this.attempt(() => this.opened.refresh());
    });
  }

  /** The next key in the list finds what it asks for. Begins once this capture is drawn. */
  #readAhead(): void {
    clearTimeout(this.#next);
    const { id } = this.opened;
    this.#next = setTimeout(() => {
      const near = [1, -1].flatMap((delta) => neighbour(this.captures.rows, id, delta) ?? []);
      this.opened.ahead.want(near.filter((row) => row.id !== id && row.body_size <= NEAR).map((row) => row.id));
    }, DRAWN);
  }

  /** Goes to the event that a link leads to, if it is stored. */
  async follow({ capture, item }: Link): Promise<void> {
    if (capture === null) return;
    const from = this.opened.id;
    if (capture !== from) {
      if (from !== null) this.trail = [...this.trail.slice(-49), from];
      this.select(capture);
      await this.attempt(async () => void (await this.captures.showCapture(capture)));
      await this.opened.whole();
    }
    if (item !== null && this.opened.view?.row.id === capture) this.opened.goToItem(item);
    this.regions.focus("decoded");
  }

  /** Goes back to where the last link was followed. */
  goBack(): void {
    const last = this.trail.at(-1);
    if (last === undefined) return;
    this.trail = this.trail.slice(0, -1);
    this.select(last);
  }

  /** Opens the reference, at the page of this id where there is one. */
  explain(id: string | null = null): void {
    this.reference.turnTo(id);
    this.overlay = "reference";
  }

  /** Opens the capture so many rows further down; the selection goes with it or grows. */
  selectNeighbour(delta: number, isGrowing = false): void {
    const open = this.opened.id;
    const row = neighbour(this.captures.rows, open, delta);
    if (row === undefined) return;
    if (isGrowing) this.selection.extend(this.captures.rows, row.id, open);
    else this.selection.only(row.id);
    this.open(row.id);
  }

  /** Shows how the bodies of two captures differ. */
  compare(a: number, b: number): void {
    this.comparison.left = { capture: a, document: null };
    this.comparison.right = { capture: b, document: null };
    this.drawer.show("compare");
  }

  /** Sends what is open again, as it was. */
  async replay(): Promise<void> {
    const { id, isFixture, view } = this.opened;
    await this.attempt(async () => {
      if (isFixture && view?.row.endpoint != null) this.sent = await this.replaying.sendFixture(view.row.endpoint);
      else if (id !== null) this.sent = await this.backend.rpc("captures.replay", { id });
    });
  }

  async copy(what: Copy): Promise<boolean> {
    return this.attempt(async () => void (await this.backend.rpc("clipboard.copy", what)));
  }

  async retry(): Promise<void> {
    await this.attempt(async () => this.#take(await this.backend.rpc("app.retry", {})));
    await this.pull();
  }

  async listenOn(addr: string | null): Promise<void> {
    await this.attempt(async () => {
      this.#take(await this.backend.rpc("listener.start", { addr }));
    });
    await this.pull();
  }

  openSettings(page: SettingsPage): void {
    this.setup.page = page;
    this.overlay = "settings";
  }

  /** Tokens and secrets are other ones: whatever shows them, and what they judge. */
  async #reloadTrust(): Promise<void> {
    await Promise.all([this.setup.load(), this.endpoints.refresh()]);
    await this.reloadAll();
  }

  /** Everything shown may have changed. */
  async reloadAll(): Promise<void> {
    await this.attempt(async () => {
      await this.captures.reload();
      await this.opened.refresh();
    });
  }
}

/** The session of the window, for every component below it. */
export const [useSession, provideSession] = createContext<Session>();
