/** What a doctor might say of the captures by hand. */
import type { CaptureView } from "../gen/CaptureView";
import type { Check } from "../gen/Check";
import type { Diagnosis } from "../gen/Diagnosis";
import type { Restored } from "../gen/Restored";

const check = (name: string, label: string, outcome: string, said: string | null = null): Check => ({ name, label, outcome, said });

/** A tunnel took the escapes of the slashes out. */
function rewritten(base: Pick<Diagnosis, "answered" | "capture" | "endpoint_id" | "judged">): Diagnosis {
  return {
    ...base,
    subject: "signature",
    cause: "slashes_unescaped",
    title: "Something on the way rewrote `\\/` as `/`, 2 times",
    said: ["With the escapes put back the signature matches, so the app secret is right."],
    fix: "Turn off what rewrites bodies in the tunnel or proxy.",
    checks: [check("as_received", "App secrets, bytes as received", "no_match"), check("slashes_unescaped", "`\\/` put back", "match")],
    actions: ["replay_restored", "compare_bytes", "check_secret", "open_endpoint"],
  };
}

/** What came beside what was signed. */
export function restoredOf(capture: number): Restored {
  const place = (at: number, before: string): Restored["places"][number] => ({ at, before, came: "", signed: "\\", after: "/example.net" });
  return { capture, came_bytes: 220, signed_bytes: 222, count: 2, places: [place(131, "https:"), place(132, "https:\\/")] };
}

export function diagnosisOf(view: CaptureView, isRewritten = false): Diagnosis {
  const { row } = view;
  const base = { capture: row.id, endpoint_id: row.channel === null ? null : 1, answered: `Answered ${row.status} in 3 ms.`, judged: "now" };
  if (row.judgement === "unauthenticated" && isRewritten) return rewritten(base);
  if (row.judgement === "unauthenticated") {
    return {
      ...base,
      subject: "signature",
      cause: "wrong_secret",
      title: "No known app secret makes this signature",
      said: ["The body is whole and was not rewritten in any way that was tried."],
      fix: "Enter the app secret of the Facebook app that sends this: App settings, Basic.",
      checks: [
        check("as_received", "App secrets, bytes as received", "no_match", "2 secrets"),
        check("other_endpoint", "App secrets of 2 other endpoints", "no_match"),
        check("slashes", "`\\/` put back", "no_match"),
        check("unicode", "`\\uXXXX` put back", "no_match"),
        check("truncated", "Body cut short", "not_tried", "It is whole JSON"),
      ],
      actions: ["enter_secret", "open_endpoint"],
    };
  }
  if (row.judgement === "verification") {
    return {
      ...base,
      subject: "handshake",
      cause: "token_differs",
      title: "The verify token differs at character 9",
      said: ["15 characters came, 15 were expected."],
      fix: "Paste the expected token at Facebook and press “Verify and save” again.",
      checks: [check("path", "The path leads to an endpoint", "good"), check("mode", "hub.mode is subscribe", "good"), check("token", "hub.verify_token", "bad", "differs at character 9")],
      actions: ["copy_verify_token", "open_endpoint"],
    };
  }
  const subject = { invalid: "body", unrouted: "path" }[row.judgement] ?? "fine";
  return { ...base, subject, cause: subject, title: view.row.title, said: [view.reason], fix: subject === "fine" ? null : "See the fault below.", checks: [], actions: [] };
}
