/** A backend without a host: for tests, and to see the window in a browser (`?state=`, `?theme=`, `?until=`). Not in the shipped bundle. */
import type { Answer, Backend, Command, Request } from "./backend";
import type { AppStatus } from "./gen/AppStatus";
import type { CapturePage } from "./gen/CapturePage";
import type { CaptureRow } from "./gen/CaptureRow";
import type { ListCaptures } from "./gen/ListCaptures";
import type { Problem } from "./gen/Problem";
import type { RetentionView } from "./gen/RetentionView";
import type { SetRetention } from "./gen/SetRetention";
import type { SetupView } from "./gen/SetupView";
import { matches, parse, values } from "./memory/filters";
import { conversationPage, messagePage } from "./memory/conversations";
import { largeCapture, manyCaptures, sampleCaptures, simple } from "./memory/captures";
import { referencePages } from "./memory/reference";
import { NOON, stored, type Draft, type Stored } from "./memory/make";
import { MemoryQuality } from "./memory/quality";
import { TrustMemory } from "./memory/trust";

const ADDR = "127.0.0.1:3333";

function problem(code: string, title: string, what: string, why: string, todo: string): Problem {
  return { code, title, what, why, todo };
}

const PORT = problem("port_in_use", "Port 3333 is already in use", `Triptych could not open ${ADDR}.`, "Another program holds the port: node, process 48122.", "Stop that program and try again, or listen on another port. With another port the callback URL changes; point the tunnel to it.");
const FOLDER = problem("folder_in_use", "The data folder is in use", "Triptych could not open its data folder.", "Another Triptych has it open: process 4711.", "Close the other one and try again, or start with another folder.");
const WRITE = problem("unwritable", "The disk is full", "Captures cannot be stored.", "No space is left on the device.", "Make room; the next webhook tries again.");

/** What any request may hold. */
type Asked = ListCaptures & { filter: string; id: number; ids: number[]; item: number; from: number; pinned: boolean; text: string; key: string; prefix: string; secret: string; addr: string | null; name: string; url: string; word: string; conversation: number };

/** The host's state and what changes it; `add` is a webhook that arrives. */
export class Memory implements Backend {
  captures: Stored[];
  copied: unknown[] = [];
  /** What is chosen in the system's dialog. */
  picked: string | null = null;
  /** The addresses that the browser was given. */
  readonly opened: string[] = [];
  readonly calls: string[] = [];
  readonly trust = new TrustMemory({
    captures: () => this.captures,
    status: () => this.#status,
    tell: (part) => {
      this.#status = { ...this.#status, ...part };
      this.#change();
    },
    takeIn: (id) => this.#takeIn(id),
    replay: (id, change) => this.#replay(id, [change]),
  });
  /** Fixtures, samples and replays. */
  readonly quality = new MemoryQuality({
    captures: () => this.captures,
    replay: (id, changes) => this.#replay(id, changes),
    send: (text) => this.add({ ...simple(text), ago: -60 }),
  });

  #deleted: Stored[] = [];
  #limits: SetRetention = { captures: 100_000, bytes: 2 * 2 ** 30, age_days: null };
  #status: AppStatus;
  #setup: SetupView;
  #tick: (tick: { revision: number }) => void = () => undefined;

  constructor(captures: Stored[], status: Partial<AppStatus> = {}) {
    this.captures = captures;
    this.#status = {
      revision: 1,
      version: "0.1.0",
      data_dir: "~/.local/share/triptych",
      storage_problem: null,
      write_problem: null,
      listener: { listening: true, addr: ADDR, problem: null, alternative: null, not_http: 0 },
      captures: captures.length,
      projected_to: captures.length,
      faults: [],
      tunnel: null,
      ...status,
    };
    this.#setup = {
      callback_urls: ["facebook", "instagram"].map((channel) => ({ channel, url: `http://${ADDR}/v3/integrations/${channel}/local/${channel}/local/webhook` })),
      token_masked: "••••••••••••••••",
      curl: `curl http://${ADDR}/v3/integrations/facebook/local/facebook/local/webhook \\\n  -H "Authorization: Bearer $TRIPTYCH_TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},"timestamp":1773325661074,"message":{"mid":"m_1","text":"hello"}}]}]}'`,
      app_secrets: [],
      rejudged: null,
    };
  }

  /** A webhook arrives. Answers its id. */
  add(draft: Draft): number {
    const id = (this.captures.at(-1)?.view.row.id ?? 0) + 1;
    this.captures.push(stored(id, draft));
    this.#change();
    return id;
  }

  async rpc<C extends Command>(name: C, request: Request<C>): Promise<Answer<C>> {
    this.calls.push(name);
    return this.#answer(name, request as never) as Answer<C>;
  }

  async body(id: number): Promise<Uint8Array> {
    return this.#find(id).body;
  }

  async onTick(callback: (tick: { revision: number }) => void): Promise<() => void> {
    this.#tick = callback;
    return () => undefined;
  }

  #takeIn(refused: number): number {
    const { view, body } = this.#find(refused);
    const { id: _, ...row } = view.row;
    return this.add({ ...view, body, authentication: "signature", row: { ...row, judgement: "accepted", status: 0, taken_in: true, replay_of: refused, received_us: NOON } });
  }

  #retention(): RetentionView {
    const rows = this.captures.map(({ view }) => view.row);
    const bytes = rows.reduce((sum, row) => sum + row.body_size, 0);
    return { ...this.#limits, kept_captures: rows.length, kept_bytes: bytes, pinned: rows.filter((row) => row.pinned).length, file_bytes: bytes * 3 + 65_536 };
  }

  #change(): void {
    const rows = this.captures.map(({ view }) => view.row);
    const pending = rows.find((row) => row.judgement === "accepted" && row.ledger === null);
    const projected_to = pending === undefined ? (rows.at(-1)?.id ?? 0) : pending.id - 1;
    this.#status = { ...this.#status, revision: this.#status.revision + 1, captures: rows.length, projected_to };
    this.#tick({ revision: this.#status.revision });
  }

  #find(id: number): Stored {
    const found = this.captures.find((capture) => capture.view.row.id === id);
    if (found === undefined) throw { code: "not_found", message: `There is no capture ${id}.`, hint: null };
    return found;
  }

  #list({ before, after, limit, filter = "", oldest = false }: ListCaptures): CapturePage {
    const { error } = parse(filter);
    if (error !== null) throw { code: "bad_filter", message: error.message, hint: null };
    const asked = this.captures.filter(({ view: { row } }) => (before === null || row.id < before) && (after === null || row.id > after));
    const rows = (filter === "" ? asked : asked.filter((capture) => matches(filter, capture))).map(({ view }) => view.row);
    const most = limit ?? 100;
    const page = oldest ? rows.slice(0, most) : rows.slice(-most);
    const more = page.length < rows.length;
    const next = (oldest ? page.at(-1) : page[0])?.id;
    return { rows: page.reverse(), more, total: this.captures.length, ...(more && next !== undefined && { next }) };
  }

  #replay(id: number, changes: string[]): number {
    const { view, body } = this.#find(id);
    const { row, ...rest } = view;
    return this.add({ ...rest, body, replay: { source: `#${id}`, changes }, row: { ...row, id: this.captures.length + 1, replay_of: row.id, received_us: NOON } });
  }

  #alter(ids: readonly number[], part: Partial<CaptureRow>): null {
    this.captures = this.captures.map((capture) => {
      const { row, ...view } = capture.view;
      return ids.includes(row.id) ? { ...capture, view: { ...view, row: { ...row, ...part } } } : capture;
    });
    this.#change();
    return null;
  }

  #answer(name: Command, request: Asked): unknown {
    switch (name) {
      case "app.status":
        return this.#status;
      case "app.retry":
        this.#status = { ...this.#status, storage_problem: null, write_problem: null };
        return this.#status;
      case "listener.start":
        this.#status = { ...this.#status, listener: { listening: true, addr: request.addr ?? ADDR, problem: null, alternative: null, not_http: 0 } };
        return this.#status;
      case "captures.list":
        return this.#list(request);
      case "captures.count":
        return { count: this.captures.filter((capture) => matches(request.filter, capture)).length, at_least: false };
      case "conversations.list":
        return conversationPage(this.captures, request.word);
      case "conversations.messages":
        return messagePage(this.captures, request.conversation);
      case "captures.pin":
        return this.#alter(request.ids, { pinned: request.pinned });
      case "captures.note":
        return this.#alter([request.id], { note: request.text === "" ? null : request.text });
      case "captures.delete":
        this.#deleted.push(...this.captures.filter(({ view }) => request.ids.includes(view.row.id)));
        this.captures = this.captures.filter(({ view }) => !request.ids.includes(view.row.id));
        this.#change();
        return null;
      case "captures.restore": {
        const back = this.#deleted.filter(({ view }) => request.ids.includes(view.row.id));
        this.captures = [...this.captures, ...back].sort((one, other) => one.view.row.id - other.view.row.id);
        this.#change();
        return null;
      }
      case "filter.parse":
        return parse(request.text);
      case "filter.values":
        return values(this.captures, request.key, request.prefix);
      case "captures.get":
        return this.#find(request.id).view;
      case "captures.items":
        return this.#find(request.id).view.items.slice(request.from);
      case "captures.origins":
        return this.#find(request.id).origins?.[request.item] ?? this.#find(request.id).view.items[request.item]?.outputs.map((output) => output.origins) ?? [];
      case "captures.replay":
        return { status: 200, message: "EVENT_RECEIVED", capture: this.#replay(request.id, []) };
      case "reference.list":
        return referencePages();
      case "browser.open":
        this.opened.push(request.url);
        return null;
      case "samples.list":
        return [
          { name: "text", title: "A text", channel: "facebook" },
          { name: "text-and-image", title: "A text with an image", channel: "facebook" },
        ];
      case "samples.send":
        return { status: 200, message: "EVENT_RECEIVED", capture: this.add({ ...simple("Hello from a sample"), ago: -60 }) };
      case "setup.get":
        return this.#setup;
      case "retention.get":
        return this.#retention();
      case "retention.set": {
        const { captures, bytes, age_days } = request as unknown as SetRetention;
        this.#limits = { captures, bytes, age_days };
        return this.#retention();
      }
      case "clipboard.copy":
        this.copied.push(request);
        return null;
      case "window.pick":
        return this.picked;
      case "window.ready":
      case "window.zoom":
        return null;
      default:
        return this.trust.has(name) ? this.trust.answer(name, request as never) : this.quality.answer(name, request as never);
    }
  }
}

/** The backend for a page's address. */
export function memory(query: URLSearchParams): Memory {
  const theme = query.get("theme");
  if (theme !== null) localStorage.setItem("triptych.view", JSON.stringify({ theme }));
  const listener = { listening: false, addr: ADDR, problem: PORT, alternative: "127.0.0.1:3334", not_http: 0 };
  switch (query.get("state")) {
    case "empty":
      return new Memory([]);
    case "port":
      return new Memory(sampleCaptures(), { listener });
    case "storage":
      return new Memory([], { storage_problem: FOLDER });
    case "write":
      return new Memory(sampleCaptures(), { write_problem: WRITE });
    case "many":
      return new Memory(manyCaptures(Number(query.get("count") ?? 2000)));
    case "large":
      return new Memory([largeCapture(Number(query.get("size") ?? 12_000_000))]);
    default: {
      const last = Number(query.get("until") ?? Infinity);
      return new Memory(sampleCaptures().filter((capture) => capture.view.row.id <= last));
    }
  }
}
