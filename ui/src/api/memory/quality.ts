/** Fixtures, samples, replays and what would change, for `memory.ts`. */
import type { QualityCommands } from "../quality";
import type { MakeSample } from "../gen/MakeSample";
import type { ReconvertRun } from "../gen/ReconvertRun";
import type { ReplayRow } from "../gen/ReplayRow";
import type { ReplayRun } from "../gen/ReplayRun";
import type { StartReplay } from "../gen/StartReplay";
import { MemoryFixtures, nameOf } from "./fixtures";
import type { Stored } from "./make";

/** What of the rest of the backend is needed. */
export interface Around {
  captures(): Stored[];
  /** Adds a capture as if it were sent. Answers its id. */
  replay(id: number, changes: string[]): number;
  send(text: string): number;
}

type Asked = Record<string, never> & { name: string; names: string[] | null; id: number; capture: number; pseudonyms: boolean; title: string; tags: string[]; accept: boolean; fixtures: { name: string }[]; undo: number; sample: MakeSample; text: string; url: string; run: number; from: number; pointers: string[]; format: string; file: string | null; folder: string | null };

const KINDS = [
  { kind: "messages", title: "A text", group: "field", field: "messages", channels: ["facebook", "instagram"], takes: ["text", "mid"] },
  { kind: "message_reads", title: "A read receipt", group: "field", field: "message_reads", channels: ["facebook"], takes: [] },
  { kind: "attachment/image", title: "An image", group: "attachment", field: "messages", channels: ["facebook", "instagram"], takes: ["mid", "count"] },
  { kind: "odd/missing-sender", title: "A message without sender", group: "odd", field: "messages", channels: ["facebook"], takes: ["text", "mid"] },
];

export class MemoryQuality {
  readonly fixtures = new MemoryFixtures();
  /** What the last replay was asked for. */
  replayed: StartReplay | null = null;

  #targets: string[] = [];
  #rows: ReplayRow[] = [];
  #runs = 0;
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  answer(name: keyof QualityCommands, request: Asked): unknown {
    const { fixtures } = this;
    switch (name) {
      case "fixtures.folder":
        return fixtures.grid().folder;
      case "fixtures.set_folder":
        fixtures.folder = request.folder ?? "~/triptych/fixtures";
        return fixtures.grid().folder;
      case "fixtures.list":
      case "fixtures.run":
      case "fixtures.cancel":
        return fixtures.grid();
      case "fixtures.get":
        return fixtures.get(request.name);
      case "fixtures.of_capture":
        return fixtures.ofCapture(this.#body(request.id));
      case "fixtures.draft":
        return this.#draft(request.capture, request.pseudonyms);
      case "fixtures.save": {
        const { view } = this.#find(request.capture);
        return fixtures.save(request.title, request.tags, this.#body(request.capture), view.items, request.accept);
      }
      case "fixtures.accept":
        return fixtures.accept(request.fixtures.map((one) => one.name));
      case "fixtures.ignore":
        return fixtures.ignore(request.name, request.pointers);
      case "fixtures.undo":
        return fixtures.undo(request.undo);
      case "fixtures.report":
        return { file: request.file ?? "~/.local/share/triptych/exports/report-20260312-142741.html", bytes: 48_213 };
      case "samples.kinds":
        return KINDS;
      case "samples.make":
        return made(request.sample);
      case "replay.start":
        return this.#replay(request as unknown as StartReplay);
      case "replay.headers":
        return [
          { name: "User-Agent", value: "facebookplatform/1.0", masked: false },
          { name: "Authorization", value: "••••••••", masked: true },
          { name: "Content-Length", value: "412", masked: false },
        ];
      case "replay.get":
        return this.#run("done", request.from);
      case "replay.cancel":
        return this.#run("cancelled", 0);
      case "replay.targets":
        return this.#targets;
      case "replay.allow":
        this.#targets = [...this.#targets, new URL(request.url).origin];
        return this.#targets;
      case "replay.disallow":
        this.#targets = this.#targets.filter((target) => target !== request.url);
        return this.#targets;
      case "replay.validate":
        return { error: null, items: 4, documents: 3 };
      case "reconvert.start":
        return reconverted("running", this.#around.captures().length);
      case "reconvert.get":
        return reconverted("done", this.#around.captures().length);
      case "reconvert.cancel":
        return reconverted("cancelled", 1);
      case "captures.export":
        return { file: request.file ?? `~/.local/share/triptych/exports/captures-20260312.${request.format === "har" ? "har" : "jsonl"}`, captures: this.#around.captures().length, bytes: 20_480 };
      case "captures.import": {
        const first = this.#around.send("Taken in");
        return { captures: 1, first, last: first };
      }
    }
  }

  #find(id: number): Stored {
    const found = this.#around.captures().find((capture) => capture.view.row.id === id);
    if (found === undefined) throw { code: "no_capture", message: `There is no capture ${id}.`, hint: null };
    return found;
  }

  #body(id: number): string {
    return new TextDecoder().decode(this.#find(id).body);
  }

  #draft(id: number, isHidden: boolean): unknown {
    const { view } = this.#find(id);
    const title = isHidden ? "A message" : view.row.title;
    const body = isHidden ? this.#body(id).replace(/\d{12,}/g, (digits) => "7".repeat(digits.length)) : this.#body(id);
    return { name: nameOf(title), title, tags: [], body, documents: view.row.documents, fault: null, replaced: isHidden ? [{ kind: "id", count: 2 }, { kind: "text", count: 1 }] : [] };
  }

  #replay(request: StartReplay): ReplayRun {
    if (request.to !== undefined && !this.#targets.includes(new URL(request.to).origin)) throw { code: "not_allowed", message: `Replays may not go to ${request.to}.`, hint: "Allow it first." };
    this.replayed = request;
    this.#runs += 1;
    const sources = request.captures ?? (request.fixtures ?? ["pasted"]).map(() => 1);
    const changes = [...(request.edited === undefined ? [] : ["edited body"]), ...(request.fresh === true ? ["fresh ids and times"] : [])];
    const all = Array.from({ length: request.times ?? 1 }, () => sources).flat();
    this.#rows = all.map((id, index) => ({
      index,
      source: request.captures === undefined ? (request.fixtures?.[0] ?? "pasted") : `#${id}`,
      parent: request.captures === undefined ? null : id,
      capture: this.#around.replay(id, changes),
      status: 200,
      message: "EVENT_RECEIVED",
      took_ms: 3.1,
      changes,
    }));
    return this.#run("running", 0);
  }

  #run(state: string, from: number): ReplayRun {
    const rows = state === "running" ? [] : this.#rows.slice(from);
    const sent = this.#rows.length;
    const documents = state === "done" && this.replayed?.check === true ? { requests: sent, documents: 3 * sent, same: 3 * sent, changed: 0, examples: [], note: null } : null;
    return { run: this.#runs, state, problem: null, total: sent, sent: state === "running" ? 0 : sent, ok: state === "running" ? 0 : sent, refused: 0, unanswered: 0, took_ms: 12.5, rows, next: from + rows.length, documents, to: this.replayed?.to ?? "127.0.0.1:3333" };
  }
}

function made({ kind, text = "Hello", customer = "7310482956120433", account = "104882310947213", mid = "m_new" }: MakeSample): unknown {
  const { title = kind } = KINDS.find((one) => one.kind === kind) ?? {};
  const sender = kind === "odd/missing-sender" ? {} : { sender: { id: customer } };
  return { title, path: "/v3/integrations/facebook/local/facebook/local/webhook", body: JSON.stringify({ object: "page", entry: [{ id: account, messaging: [{ ...sender, message: { mid, text } }] }] }) };
}

function reconverted(state: string, captures: number): ReconvertRun {
  const done = state === "running" ? 0 : captures;
  const groups = state === "running" ? [] : [{ kind: "value", pointer: "/payload/message/content_type", words: "content_type: Text → Image", origin: "raw", captures: 2, changes: 3, examples: [{ capture: 11, item: "/entry/0/messaging/0", document: 1, before: '"Text"', after: '"Image"' }] }];
  return { run: 1, state, problem: null, progress: { done, total: captures }, captures: done, unchanged: Math.max(done - 2, 0), changed: groups.length === 0 ? 0 : 2, groups, took_ms: 40 };
}
