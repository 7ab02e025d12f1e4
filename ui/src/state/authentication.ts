/** What vouches for a capture, in words. */
import type { CaptureView } from "../api/gen/CaptureView";
import type { IconName } from "../components/icons";

export interface Proof {
  icon: IconName;
  tone: "ok" | "bad" | "warn" | "dim";
  text: string;
}

/** One proof for a token or a signature, two for both; else what is missing. */
export function proofs(view: CaptureView): Proof[] {
  const has = (name: string): boolean => view.headers.some((header) => header.name.toLowerCase() === name);
  const signature: Proof = { icon: "shield", tone: "ok", text: has("x-hub-signature-256") ? "sha256 verified" : "sha1 verified" };
  const token: Proof = { icon: "key", tone: "ok", text: has("authorization") ? "Bearer" : "API key" };
  switch (view.authentication) {
    case "signature":
      return [signature];
    case "token":
      return view.row.judgement === "verification" ? [{ ...token, text: "Verify token" }] : [token];
    case "both":
      return [signature, token];
    case "unverified":
      return [{ icon: "shieldx", tone: "warn", text: "not verified" }];
    case "failed":
      return [{ icon: "shieldx", tone: "bad", text: "not authentic" }];
    default:
      return [];
  }
}
