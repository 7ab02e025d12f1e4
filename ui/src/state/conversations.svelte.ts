/** The conversations of the book beside the panes: which there are, and what was said in the one that is open. */
import type { Backend } from "../api/backend";
import type { Below } from "../api/gen/Below";
import type { ConversationRow } from "../api/gen/ConversationRow";
import type { MessageRow } from "../api/gen/MessageRow";

/** Rows of a page, and the most that are asked for again at once. */
const PAGE = 100;
const MOST = 500;
/** Least time between two looks that ticks ask for (ms). */
const REST = 500;

export class Conversations {
  /** Whether the list is of conversations. */
  isShown = $state(false);
  rows = $state.raw<readonly ConversationRow[]>([]);
  /** How many there are with that word; `null` until it is known. */
  total = $state<number | null>(null);
  /** What their names and ids are filtered by. */
  word = $state("");
  /** The conversation that is chosen in the list. */
  chosen = $state<number | null>(null);
  /** The one whose messages are listed; `null`: the conversations are. */
  open = $state.raw<ConversationRow | null>(null);
  /** The newest first. */
  messages = $state.raw<readonly MessageRow[]>([]);
  /** The message that is chosen. */
  message = $state<number | null>(null);

  readonly at: number = $derived(this.rows.findIndex(({ id }) => id === this.chosen));
  readonly messageAt: number = $derived(this.messages.findIndex(({ id }) => id === this.message));

  readonly #backend: Backend;
  #next: Below | null = null;
  #nextMessage: Below | null = null;
  #asked = 0;
  /** When the rows came last (ms of the window's own clock). */
  #loaded = 0;
  #later: ReturnType<typeof setTimeout> | undefined;
  #isGrowing = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for what is listed, as far as it is there already. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.#loaded = performance.now();
    const open = this.open?.id;
    if (open !== undefined) {
      const page = await this.#backend.rpc("conversations.messages", { conversation: open, before: null, limit: reach(this.messages.length) });
      if (asked !== this.#asked) return;
      this.messages = page.rows;
      this.#nextMessage = page.next;
    }
    const page = await this.#backend.rpc("conversations.list", { before: null, limit: reach(this.rows.length), word: this.word.trim() });
    if (asked !== this.#asked) return;
    this.rows = page.rows;
    this.#next = page.next;
    this.total = page.total;
    if (this.open !== null) this.open = page.rows.find(({ id }) => id === open) ?? this.open;
  }

  /** Takes in what is new, where conversations are looked at. */
  async pull(): Promise<void> {
    if (!this.isShown) return;
    const wait = this.#loaded + REST - performance.now();
    if (wait <= 0) return this.load();
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      void this.pull().catch(() => undefined);
    }, wait);
  }

  /** Looks for another word, from the top. */
  async find(word: string): Promise<void> {
    this.word = word;
    this.rows = [];
    await this.load();
  }

  /** Asks for the rows after the last one, unless all are there. */
  async grow(): Promise<void> {
    if (this.#isGrowing) return;
    this.#isGrowing = true;
    const asked = this.#asked;
    try {
      if (this.open !== null && this.#nextMessage !== null) {
        const page = await this.#backend.rpc("conversations.messages", { conversation: this.open.id, before: this.#nextMessage, limit: PAGE });
        if (asked !== this.#asked) return;
        this.messages = [...this.messages, ...page.rows];
        this.#nextMessage = page.next;
      } else if (this.open === null && this.#next !== null) {
        const page = await this.#backend.rpc("conversations.list", { before: this.#next, limit: PAGE, word: this.word.trim() });
        if (asked !== this.#asked) return;
        this.rows = [...this.rows, ...page.rows];
        this.#next = page.next;
      }
    } finally {
      this.#isGrowing = false;
    }
  }

  /** Chooses the conversation so many rows further down. */
  step(delta: number): void {
    this.chosen = this.rows[stepped(this.at, delta, this.rows.length)]?.id ?? this.chosen;
  }

  /** The message so many rows further down. */
  neighbour(delta: number): MessageRow | undefined {
    return this.messages[stepped(this.messageAt, delta, this.messages.length)];
  }

  /** Lists what was said in one. */
  async enter(row: ConversationRow): Promise<void> {
    this.chosen = row.id;
    this.open = row;
    this.messages = [];
    this.message = null;
    await this.load();
  }

  /** Back to all conversations. */
  leave(): void {
    this.#asked += 1;
    this.open = null;
    this.messages = [];
    this.message = null;
  }
}

function reach(length: number): number {
  return Math.min(Math.max(length, PAGE), MOST);
}

function stepped(at: number, delta: number, length: number): number {
  return at < 0 ? 0 : Math.min(Math.max(at + delta, 0), length - 1);
}
