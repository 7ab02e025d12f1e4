/** A sample on its way to the listener: which one, with which ids, names, texts and times, and what becomes of it. */
import { toApiError, type Backend } from "../api/backend";
import type { MadeSample } from "../api/gen/MadeSample";
import type { MakeSample } from "../api/gen/MakeSample";
import type { SampleKind } from "../api/gen/SampleKind";
import type { Sent } from "../api/gen/Sent";

/** What can be said about a sample, in the order of the form. `time` is a date as a person writes it, or as a body has it. */
export const DETAILS = ["account", "customer", "name", "text", "mid", "time", "count"] as const;
export type Detail = (typeof DETAILS)[number];

/** Which of a kind's own words (`takes`) a detail stands for; the others count for every kind. */
const TAKEN: Partial<Record<Detail, string>> = { name: "name", text: "text", mid: "mid", count: "count" };

/** Rest before the host is asked (ms). */
const REST = 150;

export class Making {
  kinds = $state.raw<SampleKind[]>([]);
  chosen = $state<string | null>(null);
  channel = $state("facebook");
  details = $state<Record<Detail, string>>({ account: "", customer: "", name: "", text: "", mid: "", time: "", count: "" });
  /** Signed with the app secret, else let in by the token. */
  sign = $state(false);
  made = $state.raw<MadeSample | null>(null);
  /** The body as it was edited; `null` while it is the one that was made. */
  edited = $state<string | null>(null);
  sent = $state.raw<Sent | null>(null);
  fault = $state<string | null>(null);
  isBusy = $state(false);

  readonly kind: SampleKind | undefined = $derived(this.kinds.find(({ kind }) => kind === this.chosen));
  readonly offered: Detail[] = $derived(DETAILS.filter((detail) => TAKEN[detail] === undefined || this.kind?.takes.includes(TAKEN[detail])));
  /** What is wrong with a detail, by its name. */
  readonly wrong: Partial<Record<Detail, string>> = $derived(faultsOf(this.details, this.offered));

  readonly #backend: Backend;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.sent = null;
    if (this.kinds.length === 0) this.kinds = await this.#backend.rpc("samples.kinds", {});
    if (this.chosen === null && this.kinds[0] !== undefined) this.choose(this.kinds[0].kind);
    else await this.#make();
  }

  choose(kind: string): void {
    this.chosen = kind;
    const channels = this.kind?.channels ?? [];
    if (!channels.includes(this.channel)) this.channel = channels[0] ?? "facebook";
    this.changed();
  }

  /** The form says something else: the sample is made anew. */
  changed(): void {
    this.edited = null;
    this.sent = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#make(), REST);
  }

  async send(): Promise<void> {
    if (this.kind === undefined || this.isBusy) return;
    this.isBusy = true;
    try {
      const body = this.edited === null ? {} : { body: this.edited };
      this.sent = await this.#backend.rpc("samples.send", { made: this.#request(), ...body, sign: this.sign });
      this.fault = null;
    } catch (thrown) {
      this.#refused(thrown);
    } finally {
      this.isBusy = false;
    }
  }

  async #make(): Promise<void> {
    if (this.kind === undefined || Object.keys(this.wrong).length > 0) return;
    const asked = ++this.#asked;
    try {
      const made = await this.#backend.rpc("samples.make", { sample: this.#request() });
      if (asked !== this.#asked) return;
      this.made = made;
      this.fault = null;
    } catch (thrown) {
      if (asked === this.#asked) this.#refused(thrown);
    }
  }

  #request(): MakeSample {
    const request: MakeSample = { kind: this.chosen ?? "", channel: this.channel };
    for (const detail of this.offered) {
      const value = this.details[detail].trim();
      if (value === "") continue;
      if (detail === "time") request.time_ms = timeOf(value);
      else if (detail === "count") request.count = Number(value);
      else request[detail] = value;
    }
    return request;
  }

  #refused(thrown: unknown): void {
    const { message, hint } = toApiError(thrown);
    this.fault = hint === null ? message : `${message} ${hint}`;
  }
}

/** Milliseconds since 1970, of a date or of digits: those of seconds are fewer than 12. `NaN` where it is neither. */
export function timeOf(text: string): number {
  if (!/^\d{9,}$/.test(text)) return Date.parse(text);
  return text.length < 12 ? Number(text) * 1000 : Number(text);
}

function faultsOf(details: Record<Detail, string>, offered: readonly Detail[]): Partial<Record<Detail, string>> {
  const found: Partial<Record<Detail, string>> = {};
  const [time, count] = [details.time.trim(), details.count.trim()];
  if (offered.includes("time") && time !== "" && Number.isNaN(timeOf(time))) found.time = "No time: write it as 2026-03-12 14:27:41Z";
  if (offered.includes("count") && count !== "" && !(/^\d{1,5}$/.test(count) && Number(count) >= 1)) found.count = "A whole number from 1 on";
  return found;
}
