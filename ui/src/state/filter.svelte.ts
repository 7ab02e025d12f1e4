/**
 * The filter field: what is typed, what is recognised of it, what may follow, and when the list takes it over.
 *
 * The list follows while one types. What is no filter leaves it as it is; where and why is said after a pause only, for
 * most filters are none while they are typed.
 */
import { toApiError, type Backend } from "../api/backend";
import type { FilterFault } from "../api/gen/FilterFault";
import type { FilterTerm } from "../api/gen/FilterTerm";
import type { Captures } from "./captures.svelte";
import { allKeys, keySuggestions, recentSuggestions, remembered, valueSuggestions, without, wordAt, type Suggestion } from "./filter";
import type { Prefs } from "./prefs.svelte";

/** From the last key to the search (ms). */
const REST = 60;
/** From the last key until a fault is named (ms). */
const DOUBT = 600;

export class Filter {
  text = $state("");
  /** What is recognised. Of a text that just changed it may be what was recognised before. */
  terms = $state.raw<FilterTerm[]>([]);
  /** Why the text is no filter, once it is time to say so. */
  fault = $state.raw<FilterFault | null>(null);
  suggestions = $state.raw<Suggestion[]>([]);
  /** The suggestion that Enter takes; -1: none. */
  active = $state(-1);
  /** Puts the cursor into the field; the field knows how. */
  focus: () => void = () => undefined;

  readonly #backend: Backend;
  readonly #captures: Captures;
  readonly #prefs: Prefs;
  #asked = 0;
  /** The word at the cursor. */
  #prefix = "";
  #rest: ReturnType<typeof setTimeout> | undefined;
  #doubt: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, captures: Captures, prefs: Prefs) {
    this.#backend = backend;
    this.#captures = captures;
    this.#prefs = prefs;
  }

  /** Takes the filter of the last time. Before the list is loaded first. */
  async recall(): Promise<void> {
    if (this.#prefs.filter !== "") await this.set(this.#prefs.filter);
  }

  /** The user types. */
  type(text: string, cursor: number): void {
    this.text = text;
    this.fault = null;
    const asked = ++this.#asked;
    clearTimeout(this.#rest);
    clearTimeout(this.#doubt);
    const parsed = this.#parse(asked);
    this.#rest = setTimeout(() => void parsed.then((fault) => (asked === this.#asked && fault === null ? this.#apply() : undefined)), REST);
    this.#doubt = setTimeout(() => void parsed.then((fault) => asked === this.#asked && !this.#isBegun && (this.fault ??= fault)), DOUBT);
    void this.suggest(cursor);
  }

  /** Filters by a text that is whole. Answers whether it is a filter. */
  async set(text: string): Promise<boolean> {
    this.text = text;
    this.close();
    const asked = ++this.#asked;
    clearTimeout(this.#rest);
    clearTimeout(this.#doubt);
    const fault = await this.#parse(asked);
    if (asked !== this.#asked) return false;
    this.fault = fault;
    if (fault === null) await this.#apply();
    return fault === null;
  }

  /** Filters without one of the terms. */
  async drop(term: FilterTerm): Promise<void> {
    const text = without(this.text, term);
    const { terms } = await this.#backend.rpc("filter.parse", { text });
    // Text and terms change together: each other term stays what and where it is.
    this.terms = terms;
    await this.set(text);
  }

  /** The text as it is now is what was meant: it is searched for at once, and remembered. */
  async accept(): Promise<boolean> {
    if (this.text.trim() === this.#captures.filter && this.fault === null) this.#remember();
    else if (!(await this.set(this.text))) return false;
    else this.#remember();
    this.close();
    return this.fault === null;
  }

  /** Offers what may stand at the cursor. In an empty field: what was used before, else all keys. */
  async suggest(cursor: number): Promise<void> {
    const { text } = this;
    const asked = this.#asked;
    const word = wordAt(text, cursor);
    this.#prefix = word.prefix.toLowerCase();
    if (text === "") {
      const recent = recentSuggestions(this.#prefs.recentFilters);
      this.#offer(recent.length > 0 ? recent : allKeys());
    } else if (word.key === null) {
      this.#offer(keySuggestions(text, word));
    } else {
      const values = await this.#backend.rpc("filter.values", { key: word.key, prefix: word.prefix }).catch(() => []);
      if (asked === this.#asked && text === this.text) this.#offer(valueSuggestions(text, word, values));
    }
  }

  /** Takes a suggestion. Answers where the cursor goes. */
  choose(suggestion: Suggestion): number {
    this.type(suggestion.result, suggestion.cursor);
    return suggestion.cursor;
  }

  /** Moves through the suggestions and back to none. */
  step(delta: 1 | -1): void {
    const count = this.suggestions.length + 1;
    this.active = ((this.active + 1 + delta + count) % count) - 1;
  }

  /** Ends the suggestions. */
  close(): void {
    this.#offer([]);
  }

  /** What is offered begins as the word does: it may become one of those. */
  get #isBegun(): boolean {
    return this.suggestions.some((suggestion) => suggestion.text.toLowerCase().startsWith(this.#prefix));
  }

  #offer(suggestions: Suggestion[]): void {
    this.suggestions = suggestions;
    this.active = -1;
  }

  /** Answers the fault, if there is one. */
  async #parse(asked: number): Promise<FilterFault | null> {
    try {
      const { terms, error } = await this.#backend.rpc("filter.parse", { text: this.text });
      if (asked === this.#asked) this.terms = terms;
      return error;
    } catch (thrown) {
      return { message: toApiError(thrown).message, start: 0, end: this.text.length };
    }
  }

  async #apply(): Promise<void> {
    const filter = this.text.trim();
    if (filter === this.#captures.sought && this.#captures.isLoaded) return;
    try {
      await this.#captures.show(filter);
      this.#prefs.filter = filter;
    } catch (thrown) {
      this.fault = { message: toApiError(thrown).message, start: 0, end: this.text.length };
    }
  }

  #remember(): void {
    const text = this.text.trim();
    if (text !== "") this.#prefs.recentFilters = remembered(this.#prefs.recentFilters, text);
  }
}
