/** The header lines of a replay while somebody edits them. */
import type { Header } from "../api/gen/Header";

/** A line, in the place where it is sent. */
export interface HeaderLine {
  /** Tells lines apart while they are edited. */
  key: number;
  name: string;
  value: string;
  /** What it was; `null` where it is new. */
  was: Header | null;
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const FRAMING = ["content-length", "transfer-encoding"];

export function linesOf(headers: readonly Header[]): HeaderLine[] {
  return headers.map((was, key) => ({ key, name: was.name, value: was.value, was }));
}

/** Whether the body says what stands in it: nobody edits those. */
export function isFraming(line: HeaderLine): boolean {
  return FRAMING.includes(line.name.trim().toLowerCase()) && line.was !== null;
}

export function isSame(line: HeaderLine): boolean {
  return line.was !== null && line.name.trim() === line.was.name && line.value.trim() === line.was.value;
}

/** Whether they are not those that there were. */
export function isEdited(lines: readonly HeaderLine[], headers: readonly Header[]): boolean {
  return lines.length !== headers.length || !lines.every(isSame);
}

/** What is wrong with a line; `null` where nothing is. */
export function faultOf(line: HeaderLine): string | null {
  if (!NAME.test(line.name.trim())) return line.name.trim() === "" ? "A header needs a name" : "A name has letters, digits and dashes, and no space";
  return CONTROL.test(line.value) ? "A value is one line" : null;
}

/** What is typed over a secret begins anew: its dots are nobody's value. */
export function typedOver(line: HeaderLine, value: string): string {
  return line.was?.masked === true && line.value === line.was.value ? value.replaceAll("•", "") : value;
}

/** As they are sent. */
export function textOf(lines: readonly HeaderLine[]): string[] {
  return lines.map(({ name, value }) => `${name.trim()}: ${value.trim()}`);
}
