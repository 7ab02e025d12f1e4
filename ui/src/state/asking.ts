/** What the list of captures asks of the host. */
import type { Backend } from "../api/backend";
import type { CaptureCount } from "../api/gen/CaptureCount";
import type { CapturePage } from "../api/gen/CapturePage";
import { bounded } from "./list";

/** Rows of one page. */
export const PAGE = 200;
/** Rows beyond those in sight that are loaded before they are needed. */
export const AHEAD = 60;

/** Between which ids, both excluded. */
interface Span {
  after?: number;
  before?: number;
}

export class Asking {
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The newest that answer a filter. */
  newest(filter: string, span: Span = {}): Promise<CapturePage> {
    return this.#list(filter, span, {});
  }

  /** The oldest that answer a filter; `next` says after which those follow that are newer. */
  oldest(filter: string, span: Span, limit = PAGE): Promise<CapturePage> {
    return this.#list(filter, span, { oldest: true, limit });
  }

  count(filter: string, span: Span): Promise<CaptureCount> {
    return this.#backend.rpc("captures.count", { filter: bounded(filter, span) });
  }

  #list(filter: string, { after, before }: Span, more: { oldest?: boolean; limit?: number }): Promise<CapturePage> {
    const request = { before: before ?? null, after: after ?? null, limit: PAGE, ...more };
    return this.#backend.rpc("captures.list", filter === "" ? request : { ...request, filter });
  }
}
