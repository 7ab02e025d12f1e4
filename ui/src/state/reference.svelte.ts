/** The reference: a page for each field, rule, kind of attachment and term, from one source beside the decoder. */
import type { Backend } from "../api/backend";
import type { ReferencePage } from "../api/gen/ReferencePage";

/** The kinds of pages, in their order. */
export const KINDS: readonly { kind: string; title: string }[] = [
  { kind: "field", title: "Fields" },
  { kind: "attachment", title: "Attachments" },
  { kind: "rule", title: "Rules" },
  { kind: "term", title: "Terms" },
];

export class Reference {
  pages = $state.raw<readonly ReferencePage[]>([]);
  /** The id of the page that is shown. */
  current = $state<string | null>(null);
  query = $state("");

  readonly found: readonly ReferencePage[] = $derived(search(this.pages, this.query));
  readonly page: ReferencePage | undefined = $derived(this.current === null ? this.found[0] : this.pages.find(({ id }) => id === this.current));

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for the pages, once. */
  async load(): Promise<void> {
    if (this.pages.length === 0) this.pages = await this.#backend.rpc("reference.list", {});
  }

  /** The page of this id; without one the first. */
  turnTo(id: string | null): void {
    this.query = "";
    this.current = id;
  }

  /** Looks for words; the best page is shown. */
  look(query: string): void {
    this.query = query;
    this.current = this.found[0]?.id ?? null;
  }

  /** The page that a name in a text stands for: rules are named without what comes before them in their id. */
  named(name: string): string | null {
    return [name, `rule/${name}`].find((id) => this.pages.some((page) => page.id === id)) ?? null;
  }
}

/** The pages that hold all words: those whose name does come first. Without words all, by kind. */
export function search(pages: readonly ReferencePage[], query: string): ReferencePage[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const ordered = KINDS.flatMap(({ kind }) => pages.filter((page) => page.kind === kind));
  const scored = ordered.flatMap((page) => {
    const name = `${page.id} ${page.title}`.toLowerCase();
    const text = [name, page.means, page.does, page.why, ...page.properties.map((line) => `${line.name} ${line.meaning}`)].join(" ").toLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    const isExact = words.length > 0 && (page.id.toLowerCase() === words.join(" ") || page.title.toLowerCase() === words.join(" "));
    return [{ page, score: isExact ? 2 : words.every((word) => name.includes(word)) ? 1 : 0 }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ page }) => page);
}
