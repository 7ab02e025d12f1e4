/** A fixture as the panes show a capture: the same items, documents and origins, without a request around them. */
import type { CaptureView } from "../api/gen/CaptureView";
import type { FixtureView } from "../api/gen/FixtureView";
import { byteLength } from "../text/utf8";

/** `id` is none that a capture has: it tells fixtures apart that are shown one after another. */
export function asCapture(fixture: FixtureView, id: number): CaptureView {
  const { row, items } = fixture;
  const of = (verdict: string): number => items.filter((item) => item.verdict === verdict).length;
  return {
    query: null,
    http_version: "HTTP/1.1",
    peer: "",
    took_us: 0,
    headers: fixture.headers.map((line) => {
      const [name = "", ...value] = line.split(": ");
      return { name, value: value.join(": "), masked: false };
    }),
    head_normalised: false,
    authentication: "none",
    reason: fixture.error?.message ?? "",
    answer: "",
    truncated: false,
    error: fixture.error,
    items,
    deliveries: [],
    unread: fixture.unread,
    evidence: { signature: null, token: null },
    replay: null,
    row: {
      id,
      received_us: 0,
      judgement: fixture.error === null ? "accepted" : "invalid",
      status: 0,
      method: "POST",
      path: fixture.path,
      body_size: byteLength(fixture.body),
      channel: row.channel,
      endpoint: row.name,
      title: row.title,
      who: null,
      fields: row.fields,
      ledger: fixture.error === null ? { items: items.length, converted: of("converted"), skipped: of("skipped"), unknown: of("unknown"), failed: of("failed") } : null,
      documents: fixture.actual.length,
      replay_of: null,
      duplicate: false,
      repeat: null,
      pinned: false,
      note: null,
      taken_in: false,
      self_test: false,
      fault: null,
    },
  };
}
