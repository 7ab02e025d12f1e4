/**
 * What the palette finds: actions of the window, pages of the reference, captures by number or by the language of filters
 * (`#`), and values of the open capture (`=`). Without a sign it looks everywhere, and shows a few of each.
 */
import { toApiError } from "../api/backend";
import type { CaptureRow } from "../api/gen/CaptureRow";
import type { IconName } from "../components/icons";
import { clock, dated, nowUs, otherDay } from "../text/format";
import { fuzzy } from "../text/fuzzy";
import { runInSlices } from "../text/slices";
import { findValues, type FoundValue } from "../text/lookup";
import { ACTIONS, isPossible, type Action, type Group } from "./actions";
import { codeOf, lookOf } from "./judgement";
import { keysOf } from "./keys";
import { search } from "./reference.svelte";
import type { Session } from "./session.svelte";

export interface Entry {
  /** Unique among all that is found. */
  id: string;
  icon: IconName | null;
  /** The number of a capture: it stands by itself, whichever way the title is written. */
  number?: string;
  /** May come from outside. */
  title: string;
  /** What of the title matched. */
  ranges: readonly [number, number][];
  /** Beside the title; may come from outside. */
  aside: string;
  keys: readonly string[];
  choose: () => void;
}

export interface Section {
  title: string;
  entries: Entry[];
}

/** What one looks for most often comes first. */
const ORDER: readonly Group[] = ["Capture", "Fixtures", "Panes", "List", "Window", "Move"];
/** Results of each kind: where it is asked for by its sign, and where it is one of all. */
const MOST = 20;
const FEW = 4;
/** Milliseconds of rest before the host is asked. */
const REST = 60;
/** Characters from which captures and values are looked through without a sign. */
const LEAST = 2;

export class Palette {
  /** What was found, without what has nothing. */
  readonly sections: Section[] = $derived.by(() => [...this.#commands(), this.#pages(), this.#captures, this.#values].filter(({ entries }) => entries.length > 0));
  readonly entries: Entry[] = $derived(this.sections.flatMap((section) => section.entries));
  /** Why the host refused the search: a filter that does not parse, say. */
  fault = $state<string | null>(null);
  /** Whether an answer is awaited. */
  isLooking = $state(false);

  #query = $state("");
  #captures = $state.raw<Section>({ title: "Captures", entries: [] });
  #values = $state.raw<Section>({ title: "Values", entries: [] });
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    void session.attempt(() => session.reference.load());
  }

  get query(): string {
    return this.#query;
  }

  set query(query: string) {
    this.#query = query;
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.isLooking = true;
    this.#timer = setTimeout(() => void this.#look(this.#asked), REST);
  }

  /** Forgets what is under way. */
  close(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
  }

  #commands(): Section[] {
    const query = this.#query.trim();
    if (/^[#=]/.test(query)) return [];
    const { opened, prefs } = this.#session;
    const possible = ACTIONS.filter((action) => action.isStep !== true && isPossible(action, this.#session));
    const recent = prefs.recentActions.flatMap((id) => possible.find((action) => action.id === id) ?? []);
    if (query !== "") return [{ title: "Commands", entries: this.#matching(query, possible, recent) }];
    const rest = possible.filter((action) => !recent.includes(action));
    const groups = ORDER.map((group) => ({
      title: group === "Capture" && opened.id !== null ? `Capture #${opened.id}` : group,
      entries: rest.filter((action) => action.group === group).map((action) => this.#command(action)),
    }));
    return [{ title: "Recent", entries: recent.map((action) => this.#command(action)) }, ...groups];
  }

  #matching(query: string, possible: readonly Action[], recent: readonly Action[]): Entry[] {
    const found = possible.flatMap((action) => {
      const byTitle = fuzzy(query, action.title);
      const match = byTitle ?? fuzzy(query, `${action.title} ${action.words ?? ""}`);
      if (match === null) return [];
      const score = match.score + (recent.includes(action) ? 2 : 0) - (byTitle === null ? 8 : 0);
      return [{ score, entry: this.#command(action, byTitle?.ranges) }];
    });
    return found.sort((a, b) => b.score - a.score).map(({ entry }) => entry);
  }

  #command(action: Action, ranges: readonly [number, number][] = []): Entry {
    const { prefs } = this.#session;
    const choose = (): void => {
      prefs.recentActions = [action.id, ...prefs.recentActions.filter((id) => id !== action.id)].slice(0, 8);
      action.run(this.#session);
    };
    return { id: `action-${action.id}`, icon: null, title: action.title, ranges, aside: "", keys: keysOf(action, prefs.keys), choose };
  }

  #pages(): Section {
    const query = this.#query.trim();
    const isAsked = query.length >= LEAST && !/^[#=]/.test(query);
    const pages = isAsked ? search(this.#session.reference.pages, query).slice(0, FEW) : [];
    return { title: "Reference", entries: pages.map(({ id, title }) => ({ id: `page-${id}`, icon: "help", title, ranges: [], aside: id, keys: [], choose: () => this.#session.explain(id) })) };
  }

  async #look(asked: number): Promise<void> {
    const query = this.#query.trim();
    const sign = /^[#=]/.exec(query)?.[0];
    const wanted = sign === undefined ? query : query.slice(1).trim();
    const isWorth = sign !== undefined || wanted.length >= LEAST;
    const most = sign === undefined ? FEW : MOST;
    try {
      const captures = isWorth && sign !== "=" ? await this.#findCaptures(wanted, most, sign === "#") : [];
      const values = isWorth && sign !== "#" && wanted !== "" ? await this.#findValues(wanted, most, asked) : [];
      if (asked !== this.#asked) return;
      this.#captures = { title: "Captures", entries: captures };
      this.#values = { title: `Values of #${this.#session.opened.id ?? ""}`, entries: values };
      this.fault = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.#captures = { title: "Captures", entries: [] };
      // What is no filter may still be the name of an action: only who asks for captures is told.
      this.fault = sign === "#" ? toApiError(thrown).message : null;
    }
    this.isLooking = false;
  }

  async #findCaptures(wanted: string, most: number, isAsked: boolean): Promise<Entry[]> {
    const { backend } = this.#session;
    const id = /^\d{1,15}$/.test(wanted) ? Number(wanted) : null;
    const exact = id === null ? [] : (await backend.rpc("captures.list", { before: id + 1, after: id - 1, limit: 1 })).rows;
    const filter = wanted === "" ? {} : { filter: wanted };
    const found = wanted === "" && !isAsked ? [] : (await backend.rpc("captures.list", { before: null, after: null, limit: most, ...filter })).rows;
    return [...exact, ...found.filter((row) => row.id !== id)].slice(0, most).map((row) => this.#capture(row));
  }

  #capture(row: CaptureRow): Entry {
    const { prefs } = this.#session;
    const aside = [codeOf(row), dated(clock(row.received_us, prefs.zone), otherDay(row.received_us, nowUs(), prefs.zone)), row.who ?? ""].filter((part) => part !== "").join(" · ");
    return { id: `capture-${row.id}`, icon: lookOf(row).icon, number: `#${row.id}`, title: row.title, ranges: [], aside, keys: [], choose: () => this.#session.select(row.id) };
  }

  async #findValues(wanted: string, most: number, asked: number): Promise<Entry[]> {
    const { opened } = this.#session;
    const facts = (opened.view?.items ?? []).flatMap((item, index) =>
      item.facts
        .filter((fact) => `${fact.label} ${fact.value}`.toLowerCase().includes(wanted.toLowerCase()))
        .map((fact, nth) => this.#fact(`${index}-${nth}`, fact.value, `${fact.label} of item ${index + 1}`, index)),
    );
    const json = opened.body?.pretty ?? null;
    const raw = json === null ? [] : ((await runInSlices(findValues(json, wanted, most), () => asked !== this.#asked)) ?? []);
    return [...facts.slice(0, most), ...raw.map((value) => this.#raw(value))];
  }

  #fact(id: string, title: string, aside: string, item: number): Entry {
    const choose = (): void => {
      this.#session.opened.goToItem(item);
      this.#session.regions.focus("decoded");
    };
    return { id: `fact-${id}`, icon: "right", title: shortened(title), ranges: [], aside, keys: [], choose };
  }

  #raw({ pointer, value, offset }: FoundValue): Entry {
    const choose = (): void => {
      this.#session.regions.focus("raw");
      this.#session.regions.reveal("raw", offset);
    };
    return { id: `value-${offset}`, icon: "form", title: shortened(value), ranges: [], aside: pointer, keys: [], choose };
  }
}

/** What one line can show: a value may be megabytes. */
function shortened(value: string): string {
  return value.length > 200 ? `${value.slice(0, 200)}…` : value;
}
