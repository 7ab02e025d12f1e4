/** Fixtures for `memory.ts`: a few in every state, and what saving, accepting and taking back does to them. */
import type { CaptureGolden } from "../gen/CaptureGolden";
import type { Difference } from "../gen/Difference";
import type { FixtureGrid } from "../gen/FixtureGrid";
import type { FixtureRow } from "../gen/FixtureRow";
import type { FixtureView } from "../gen/FixtureView";
import type { ItemView } from "../gen/ItemView";
import { document, item, NOON, origins } from "./make";

interface Kept {
  name: string;
  title: string;
  tags: string[];
  body: string;
  items: ItemView[];
  expected: string[] | null;
  ignore: string[];
  /** Why it cannot be converted. */
  failure: string | null;
}

const PATH = "/v3/integrations/facebook/local/facebook/local/webhook";
/** Assigned by the book, whatever a fixture expects of it. */
const ASSIGNED = ["/payload/message/id", "/payload/conversation/last_message/id"];

function text(name: string, title: string, words: string, id: number): Kept {
  const body = JSON.stringify({ object: "page", entry: [{ id: "1", messaging: [{ sender: { id: "C9" }, message: { mid: `m_${id}`, text: words } }] }] });
  const outputs = [document(id, "Text", words, origins("/entry/0/messaging/0", "/message/text"))];
  const items = [item(body, '{"sender"', { title: "Message", kind: "message", field: "messages", verdict: "converted", outputs })];
  return { name, title, tags: [], body, items, expected: outputs.map((output) => output.document), failure: null, ignore: [] };
}

function kept(): Kept[] {
  const changed = text("text-with-type", "A text whose type changed", "Is the café table still available?", 48214);
  changed.expected = [(changed.expected?.[0] ?? "").replaceAll('"Text"', '"Image"').replaceAll("48214", "1")];
  changed.tags = ["café"];
  const fresh = { ...text("story-mention", "A mention nobody looked at", "mentioned you", 48215), expected: null };
  const read = '{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"8870"},"read":{"watermark":1773325269000}}]}]}';
  const none: Kept = {
    ...text("read-receipt", "A read receipt", "", 1),
    body: read,
    items: [item(read, '{"sender"', { title: "Read receipt", kind: "read", field: "message_reads", verdict: "skipped", rule: "read_receipt", reason: "A read receipt never creates a message." })],
    expected: [],
  };
  const failed: Kept = { ...text("broken", "A body that ends too early", "", 2), body: '{"object":', items: [], expected: null, failure: "no JSON: it ends too early" };
  return [failed, none, fresh, text("text-plain", "A plain text", "Hello", 48213), changed];
}

export class MemoryFixtures {
  folder = "~/triptych/fixtures";
  #kept = kept();
  #before = new Map<number, Kept[]>();

  grid(): FixtureGrid {
    const rows = this.#kept.map((fixture) => rowOf(fixture)).sort((one, other) => (one.name < other.name ? -1 : 1));
    const of = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
    return { folder: { folder: this.folder, chosen: false, problem: null }, rows, passed: of("passed"), changed: of("changed"), new: of("new"), failed: of("failed"), running: null, ran_us: NOON, took_ms: 6.3 };
  }

  get(name: string): FixtureView {
    const fixture = this.#kept.find((one) => one.name === name);
    if (fixture === undefined) throw { code: "no_fixture", message: `There is no fixture ${name}.`, hint: null };
    const { body, items, expected, failure, ignore } = fixture;
    return {
      row: rowOf(fixture),
      path: PATH,
      headers: ["Content-Type: application/json"],
      ignore,
      body,
      body_exact: true,
      settings: `title = "${fixture.title}"\n`,
      error: failure === null ? null : { message: failure, offset: body.length, line: 1, column: body.length },
      items,
      unread: [],
      actual: actualOf(fixture),
      expected,
      differences: differencesOf(fixture),
    };
  }

  ofCapture(body: string): CaptureGolden {
    const fixture = this.#kept.find((one) => one.body === body);
    if (fixture === undefined) return { fixture: null, outcome: null, expected: null, differences: [] };
    return { fixture: fixture.name, outcome: rowOf(fixture).outcome, expected: fixture.expected, differences: differencesOf(fixture) };
  }

  save(title: string, tags: string[], body: string, items: ItemView[], accepts: boolean): { name: string; folder: string; undo: number } {
    const undo = this.#remember();
    const name = nameOf(title);
    const fixture: Kept = { name, title, tags, body, items, expected: null, failure: null, ignore: [] };
    if (accepts) fixture.expected = actualOf(fixture);
    this.#kept = [...this.#kept, fixture];
    return { name, folder: `${this.folder}/${name}`, undo };
  }

  accept(names: readonly string[]): { accepted: string[]; left: { name: string; why: string }[]; undo: number } {
    const undo = this.#remember();
    this.#kept = this.#kept.map((fixture) => (names.includes(fixture.name) ? { ...fixture, expected: actualOf(fixture) } : fixture));
    return { accepted: [...names], left: [], undo };
  }

  ignore(name: string, pointers: string[]): { accepted: string[]; left: never[]; undo: number } {
    const undo = this.#remember();
    this.#kept = this.#kept.map((fixture) => (fixture.name === name ? { ...fixture, ignore: [...fixture.ignore, ...pointers] } : fixture));
    return { accepted: [name], left: [], undo };
  }

  undo(undo: number): FixtureGrid {
    const before = this.#before.get(undo);
    if (before === undefined) throw { code: "no_undo", message: "There is nothing to take back.", hint: null };
    this.#kept = before;
    return this.grid();
  }

  #remember(): number {
    this.#before.set(this.#before.size + 1, this.#kept);
    return this.#before.size;
  }
}

/** A folder's name of a title. */
export function nameOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

function actualOf({ items }: Kept): string[] {
  return items.flatMap((one) => one.outputs.map((output) => output.document));
}

function differencesOf(fixture: Kept): Difference[] {
  const { expected } = fixture;
  const actual = actualOf(fixture);
  if (expected === null) return [];
  return actual.flatMap((now, index) => {
    const then = expected[index];
    if (then === now) return [];
    const of = (pointer: string, ignored: string | null): Difference => ({ document: index, pointer, expected: null, actual: null, ignored: fixture.ignore.includes(pointer) ? "named" : ignored });
    return [of("/payload/message/content_type", null), of("/payload/conversation/last_message/content_type", null), ...ASSIGNED.map((pointer) => of(pointer, "assigned"))];
  });
}

function rowOf(fixture: Kept): FixtureRow {
  const { name, title, tags, items, expected, failure } = fixture;
  const actual = actualOf(fixture);
  const all = differencesOf(fixture);
  const differences = all.filter(({ ignored }) => ignored === null).length;
  const outcome = failure !== null ? "failed" : expected === null ? "new" : differences > 0 ? "changed" : "passed";
  const why = { failed: failure ?? "", new: `${actual.length} message to review`, changed: `${differences} values: content_type`, passed: actual.length === 0 ? "no output, as expected" : "" }[outcome];
  return {
    name,
    title,
    tags,
    fields: [...new Set(items.flatMap((one) => one.field ?? []))],
    channel: "facebook",
    items: items.length,
    documents: actual.length,
    outputs: actual.map((now, index) => (expected === null ? "new" : expected[index] === now ? "same" : "differs")),
    outcome,
    why,
    differences,
    ignored: all.length - differences,
    took_ms: 0.2,
    version: String(actual.join().length),
  };
}
