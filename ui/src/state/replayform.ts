/** What one says about a replay: the fields of its form, what is wrong with them, and the request they make. */
import type { StartReplay } from "../api/gen/StartReplay";

/** What is sent. */
export type Source =
  | { kind: "captures"; ids: readonly number[] }
  | { kind: "filter"; filter: string }
  | { kind: "fixtures"; names: readonly string[] }
  | { kind: "bodies"; path: string }
  | { kind: "text" };

/** The signature of what is sent. */
export type Sign = "kept" | "again" | "none";

/** Numbers as they are typed. */
export interface Form {
  fresh: boolean;
  sign: Sign;
  times: string;
  /** Requests a second; empty: as fast as they are answered. */
  rate: string;
  concurrency: string;
  gaps: boolean;
  /** Percent of the requests that are sent once more. */
  duplicates: string;
  /** Places that a request may move. */
  reorder: string;
  /** Most milliseconds that a request waits. */
  delay: string;
  /** Whether the documents must stay the same. */
  compares: boolean;
  /** `this`: this listener; `other`: `url`; else an origin that is allowed. */
  to: string;
  url: string;
}

export const NUMBERS = {
  times: { least: 1, most: 10_000, isOptional: false },
  rate: { least: 0.1, most: 100_000, isOptional: true },
  concurrency: { least: 1, most: 32, isOptional: false },
  duplicates: { least: 0, most: 100, isOptional: false },
  reorder: { least: 0, most: 100, isOptional: false },
  delay: { least: 0, most: 60_000, isOptional: false },
} as const;
export type NumberField = keyof typeof NUMBERS;

export function freshForm(): Form {
  return { fresh: false, sign: "kept", times: "1", rate: "", concurrency: "1", gaps: false, duplicates: "0", reorder: "0", delay: "0", compares: false, to: "this", url: "" };
}

/** What is wrong with a field; `null` where nothing is. */
export function faultOf(field: NumberField, typed: string): string | null {
  const { least, most, isOptional } = NUMBERS[field];
  const text = typed.trim();
  if (text === "") return isOptional ? null : `A number from ${least} to ${most.toLocaleString("en-US")}`;
  const isNumber = field === "rate" ? /^\d+(\.\d+)?$/.test(text) : /^\d+$/.test(text);
  const value = Number(text);
  return isNumber && value >= least && value <= most ? null : `A number from ${least} to ${most.toLocaleString("en-US")}`;
}

/** Whether the form has no fault. */
export function isSound(form: Form): boolean {
  return (Object.keys(NUMBERS) as NumberField[]).every((field) => faultOf(field, form[field]) === null) && (form.to !== "other" || originOf(form.url) !== null);
}

/** `https://host:port` of a URL that can be sent to; `null` where it is none. */
export function originOf(url: string): string | null {
  const text = url.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).origin;
}

/** How many requests are sent, without duplicates; `null` where only the host can count them. */
export function requestsOf(source: Source, form: Form, fixtures: number): number | null {
  const times = faultOf("times", form.times) === null ? Number(form.times) : 1;
  if (source.kind === "captures") return source.ids.length * times;
  if (source.kind === "fixtures") return (source.names.length === 0 ? fixtures : source.names.length) * times;
  return source.kind === "text" ? times : null;
}

/** `body` and `headers` are sent instead of the only source's own; `null` where they are not edited. */
export function requestOf(source: Source, form: Form, body: string | null, headers: string[] | null = null): StartReplay {
  const mix = { duplicates: Number(form.duplicates), reorder: Number(form.reorder), delay_ms: Number(form.delay) };
  const isMixed = mix.duplicates > 0 || mix.reorder > 0 || mix.delay_ms > 0;
  const url = form.to === "this" ? null : form.to === "other" ? form.url.trim() : form.to;
  return {
    ...sourceOf(source, body),
    ...(body !== null && source.kind !== "text" && { edited: body }),
    ...(headers !== null && { headers }),
    fresh: form.fresh,
    sign: form.sign,
    times: Number(form.times),
    ...(form.rate.trim() !== "" && { rate: Number(form.rate) }),
    concurrency: Number(form.concurrency),
    gaps: form.gaps,
    ...(isMixed && { mix }),
    ...(url !== null && { to: url }),
    check: form.compares,
  };
}

/** What is sent, and nothing of how. */
export function sourceOf(source: Source, body: string | null): StartReplay {
  switch (source.kind) {
    case "captures":
      return { captures: [...source.ids] };
    case "filter":
      return { filter: source.filter };
    case "fixtures":
      return { fixtures: [...source.names] };
    case "bodies":
      return { bodies: source.path };
    case "text":
      return { text: body ?? "" };
  }
}
