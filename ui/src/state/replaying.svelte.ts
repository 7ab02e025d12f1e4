/** A replay from the form to the last answer: what is sent, edited or not, and what came back. */
import { toApiError, type Backend } from "../api/backend";
import type { BodyCheck } from "../api/gen/BodyCheck";
import type { Header } from "../api/gen/Header";
import type { ReplayRow } from "../api/gen/ReplayRow";
import type { ReplayRun } from "../api/gen/ReplayRun";
import type { Sent } from "../api/gen/Sent";
import { faultOf } from "../text/fault";
import type { JsonText } from "../text/jsontext";
import { pretty } from "../text/pretty";
import { runInSlices } from "../text/slices";
import { decode } from "../text/utf8";
import { poll } from "./polling";
import * as heads from "./replayheaders";
import { freshForm, originOf, requestOf, sourceOf, type Form, type Source } from "./replayform";

/** A body as it is edited. */
export interface Original {
  /** Laid out where it is JSON. */
  text: string;
  json: JsonText | null;
}

/** Rest before the host is asked what becomes of an edited body (ms). */
const REST = 250;

export class Replaying {
  source = $state.raw<Source>({ kind: "text" });
  form = $state<Form>(freshForm());
  /** The body of the only source; `null` where there are several, or where it cannot be edited. */
  original = $state.raw<Original | null>(null);
  /** Why it cannot be edited. */
  fixed = $state<string | null>(null);
  /** `null` while it is as it was. */
  edited = $state<string | null>(null);
  /** The header lines of the only source; `null` where there are several. */
  headers = $state.raw<readonly Header[] | null>(null);
  /** The same while they are edited. */
  lines = $state.raw<readonly heads.HeaderLine[]>([]);
  /** What the host makes of the edited body. */
  check = $state.raw<BodyCheck | null>(null);
  /** Origins that replays may go to. */
  targets = $state.raw<string[]>([]);
  run = $state.raw<ReplayRun | null>(null);
  rows = $state.raw<ReplayRow[]>([]);
  /** Why it was not begun. */
  refused = $state<string | null>(null);

  /** What makes the edited body no JSON. */
  readonly fault = $derived(this.edited === null ? null : faultOf(this.edited));
  readonly hasEditedHeaders: boolean = $derived(this.headers !== null && heads.isEdited(this.lines, this.headers));
  readonly hasSoundHeaders: boolean = $derived(this.lines.every((line) => heads.faultOf(line) === null));
  readonly isRunning: boolean = $derived(this.run?.state === "running");
  /** The origin that must be allowed first. */
  readonly unallowed: string | null = $derived.by(() => {
    const origin = this.form.to === "other" ? originOf(this.form.url) : null;
    return origin === null || this.targets.includes(origin) ? null : origin;
  });

  readonly #backend: Backend;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Begins with a source. What was edited of the same one, and how it was to be sent, stays. */
  async begin(source: Source): Promise<void> {
    if (this.isRunning) return;
    this.run = null;
    this.refused = null;
    this.targets = await this.#backend.rpc("replay.targets", {});
    if (isSame(source, this.source) && this.original !== null) return;
    await this.use(source);
  }

  /** Sends something else. */
  async use(source: Source): Promise<void> {
    this.source = source;
    this.original = null;
    this.fixed = null;
    this.edited = null;
    this.check = null;
    this.headers = null;
    this.lines = [];
    const asked = ++this.#asked;
    const [original, headers] = await Promise.all([this.#load(source, () => asked !== this.#asked), this.#head(source)]);
    if (asked !== this.#asked) return;
    this.original = original;
    this.headers = headers;
    this.editHeaders(null);
    if (source.kind === "text") this.edited = "";
  }

  /** The body says something else; `null`: what it said at first. */
  edit(text: string | null): void {
    this.edited = text;
    this.check = null;
    clearTimeout(this.#timer);
    if (text === null || this.fault !== null) return;
    const asked = this.#asked;
    this.#timer = setTimeout(() => {
      void this.#backend.rpc("replay.validate", { text }).then(
        (check) => {
          if (asked === this.#asked && this.edited === text) this.check = check;
        },
        () => undefined,
      );
    }, REST);
  }

  /** Other header lines are sent; `null`: those that there were. */
  editHeaders(lines: readonly heads.HeaderLine[] | null): void {
    this.lines = lines ?? heads.linesOf(this.headers ?? []);
  }

  async allow(url: string): Promise<void> {
    try {
      this.targets = await this.#backend.rpc("replay.allow", { url });
      this.refused = null;
    } catch (thrown) {
      this.#refuse(thrown);
    }
  }

  async disallow(url: string): Promise<void> {
    this.targets = await this.#backend.rpc("replay.disallow", { url });
    if (this.form.to === url) this.form.to = "this";
  }

  /** Sends all of it and follows what is answered. */
  async start(): Promise<void> {
    if (this.isRunning) return;
    this.refused = null;
    try {
      const run = await this.#backend.rpc("replay.start", requestOf(this.source, $state.snapshot(this.form), await this.#body(), this.hasEditedHeaders ? heads.textOf(this.lines) : null));
      this.rows = [];
      await this.#follow(run);
    } catch (thrown) {
      this.#refuse(thrown);
    }
  }

  async cancel(): Promise<void> {
    if (this.run !== null) await this.#backend.rpc("replay.cancel", { run: this.run.run });
  }

  /** Back to the form. */
  again(): void {
    this.run = null;
    this.rows = [];
  }

  /** Sends a fixture once, as it is. */
  async sendFixture(name: string): Promise<Sent> {
    let answer = await this.#backend.rpc("replay.start", { fixtures: [name] });
    await poll(async () => {
      answer = await this.#backend.rpc("replay.get", { run: answer.run, from: 0 });
      return answer.state === "running";
    }, () => false);
    const [row] = answer.rows;
    return { status: row?.status ?? 0, message: row?.message ?? answer.problem ?? "", capture: row?.capture ?? null };
  }

  async #follow(first: ReplayRun): Promise<void> {
    this.run = first;
    let from = 0;
    const look = async (): Promise<boolean> => {
      const answer = await this.#backend.rpc("replay.get", { run: first.run, from });
      if (this.run?.run !== first.run) return false;
      from = answer.next;
      this.rows = [...this.rows, ...answer.rows];
      this.run = answer;
      return answer.state === "running" || answer.rows.length > 0;
    };
    await poll(look, () => this.run?.run !== first.run);
  }

  /** What is sent instead of the source's own body. */
  async #body(): Promise<string | null> {
    const { edited, original } = this;
    if (edited === null || original?.json == null) return edited;
    const { restored } = await import("../text/restore");
    return restored(original.json, edited);
  }

  async #head(source: Source): Promise<Header[] | null> {
    const isOne = source.kind === "text" || (source.kind === "captures" && source.ids.length === 1) || (source.kind === "fixtures" && source.names.length === 1);
    return isOne ? this.#backend.rpc("replay.headers", sourceOf(source, "")).catch(() => null) : null;
  }

  async #load(source: Source, isStale: () => boolean): Promise<Original | null> {
    if (source.kind === "captures" && source.ids.length === 1) return this.#laidOut(await this.#backend.body(source.ids[0] ?? 0), isStale);
    if (source.kind === "text") return { text: "", json: null };
    const [name] = source.kind === "fixtures" && source.names.length === 1 ? source.names : [];
    if (name === undefined) return null;
    const { body, body_exact } = await this.#backend.rpc("fixtures.get", { name });
    if (body_exact) return this.#laidOut(new TextEncoder().encode(body), isStale);
    this.fixed = "The body is no UTF-8: it can be sent as it is, not edited.";
    return null;
  }

  async #laidOut(bytes: Uint8Array, isStale: () => boolean): Promise<Original | null> {
    const { text, invalid } = decode(bytes);
    if (invalid > 0) {
      this.fixed = "The body is no UTF-8: it can be sent as it is, not edited.";
      return null;
    }
    const json = await runInSlices(pretty(text), isStale);
    return { text: json?.text ?? text, json };
  }

  #refuse(thrown: unknown): void {
    const { message, hint } = toApiError(thrown);
    this.refused = hint === null ? message : `${message} ${hint}`;
  }
}

function isSame(one: Source, other: Source): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
