/** A fault rule in words, and what may be entered for one. */
import type { FaultRule } from "../api/gen/FaultRule";
import { counted } from "../text/format";

/** What was entered: texts, as they stand in their fields. */
export interface EnteredRule {
  /** Empty: answered as usual, but late. */
  status: string;
  /** Milliseconds. */
  delay: string;
  /** Empty: until it is cleared. */
  left: string;
}

type Rule = Pick<FaultRule, "status" | "delay_ms" | "left">;

/** `Answers 503 after 2,000 ms to the next 3 requests`. */
export function ruleInWords({ status, delay_ms: delay, left }: Rule): string {
  const answer = status === null ? "Answers as usual" : `Answers ${status}`;
  const late = delay === 0 ? "" : ` after ${delay.toLocaleString("en-US")} ms`;
  return `${answer}${late} to ${left === null ? "every request until it is cleared" : `the next ${left === 1 ? "request" : counted(left, "request")}`}`;
}

export function enteredOf(rule: Rule | null): EnteredRule {
  if (rule === null) return { status: "503", delay: "0", left: "3" };
  return { status: rule.status === null ? "" : String(rule.status), delay: String(rule.delay_ms), left: rule.left === null ? "" : String(rule.left) };
}

/** What is wrong with a rule, by field. */
export function checkRule({ status, delay, left }: EnteredRule): Partial<Record<keyof EnteredRule, string>> {
  const wrong: Partial<Record<keyof EnteredRule, string>> = {};
  const outside = (text: string, least: number, most: number): boolean => !/^\d+$/.test(text.trim()) || Number(text) < least || Number(text) > most;
  if (status.trim() !== "" && outside(status, 400, 599)) wrong.status = "A status from 400 to 599, or nothing to answer as usual.";
  if (outside(delay, 0, 60_000)) wrong.delay = "Milliseconds from 0 to 60,000.";
  if (left.trim() !== "" && outside(left, 1, 1_000_000)) wrong.left = "A number from 1 to 1,000,000, or nothing for every request until it is cleared.";
  if (status.trim() === "" && Number(delay) === 0 && wrong.delay === undefined) wrong.delay = "Without a status and without a delay nothing would be different.";
  return wrong;
}

/** A rule that `checkRule` finds nothing wrong with. */
export function readRule({ status, delay, left }: EnteredRule): FaultRule {
  const value = (text: string): number | null => (text.trim() === "" ? null : Number(text));
  return { status: value(status), delay_ms: Number(delay), left: value(left) };
}
