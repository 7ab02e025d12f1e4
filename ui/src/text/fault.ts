/** What makes a text no JSON: the first place, and in words what should stand there. */

export interface Fault {
  /** In UTF-16 units. */
  offset: number;
  /** Both from 1. */
  line: number;
  column: number;
  message: string;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z0-9_$+.-]+/y;
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/y;
/** What a string may hold as it is. */
const PLAIN = /[^"\\\u0000-\u001f]*/y;

/** The first fault of a text; `null` where it is one JSON document. */
export function faultOf(text: string): Fault | null {
  const found = new Reader(text).first();
  if (found === null) return null;
  const before = text.slice(0, found.offset);
  return { ...found, line: before.split("\n").length, column: found.offset - before.lastIndexOf("\n") };
}

type Found = Pick<Fault, "offset" | "message">;

class Reader {
  #at = 0;
  readonly #text: string;
  /** What closes each container that is open. */
  readonly #open: ("}" | "]")[] = [];

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  first(): Found | null {
    for (;;) {
      const fault = this.#value() ?? this.#after();
      if (fault !== undefined) return fault;
    }
  }

  /** Reads a value, or what opens on the way to the first that holds no others. */
  #value(): Found | undefined {
    for (;;) {
      this.#skip();
      const char = this.#text[this.#at];
      if (char === undefined) return this.#missing();
      if (char === '"') return this.#string();
      if (char !== "{" && char !== "[") return this.#word();
      const closer = char === "{" ? "}" : "]";
      this.#open.push(closer);
      this.#at += 1;
      this.#skip();
      if (this.#text[this.#at] === closer) return undefined;
      const fault = char === "{" ? this.#key() : undefined;
      if (fault !== undefined) return fault;
    }
  }

  /** Reads on behind a value: `null` where the document ends well. */
  #after(): Found | null | undefined {
    for (;;) {
      this.#skip();
      const top = this.#open.at(-1);
      const char = this.#text[this.#at];
      if (top === undefined) return char === undefined ? null : this.#fault("The document ends before this");
      if (char === undefined) return this.#missing();
      if (char !== "," && char !== top) return this.#fault(`A comma or ${top} should stand here`);
      this.#at += 1;
      if (char === top) {
        this.#open.pop();
        continue;
      }
      return top === "}" ? this.#key() : undefined;
    }
  }

  #key(): Found | undefined {
    this.#skip();
    if (this.#at >= this.#text.length) return this.#missing();
    if (this.#text[this.#at] === "}") return this.#fault("No comma may stand before }");
    if (this.#text[this.#at] !== '"') return this.#fault("A key in double quotes should stand here");
    const fault = this.#string();
    if (fault !== undefined) return fault;
    this.#skip();
    if (this.#text[this.#at] !== ":") return this.#fault("A colon should stand here");
    this.#at += 1;
    return undefined;
  }

  #string(): Found | undefined {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN);
      const char = this.#text[this.#at];
      if (char === undefined || char === "\n") return { offset: start, message: "This string is not closed" };
      if (char === '"') {
        this.#at += 1;
        return undefined;
      }
      if (char !== "\\") return this.#fault("A control character must be written as an escape");
      if (this.#match(ESCAPE) === "") return this.#fault(`\\${this.#text[this.#at + 1] ?? ""} is no escape`);
    }
  }

  #word(): Found | undefined {
    const start = this.#at;
    const word = this.#match(WORD);
    if (word === "") return this.#fault(this.#text[start] === "]" && this.#open.at(-1) === "]" ? "No comma may stand before ]" : "A value should stand here");
    if (["true", "false", "null"].includes(word)) return undefined;
    this.#at = start;
    if (this.#match(NUMBER) === word) return undefined;
    this.#at = start;
    const shown = word.length > 20 ? `${word.slice(0, 20)}…` : word;
    return this.#fault(/^[-\d]/.test(word) ? `${shown} is no number` : `${shown} is no value; texts stand in double quotes`);
  }

  #missing(): Found {
    const top = this.#open.at(-1);
    return this.#fault(top === undefined ? "There is nothing: a value should stand here" : `The text ends before its ${top}`);
  }

  #skip(): void {
    this.#match(SPACE);
  }

  #match(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const [found = ""] = expression.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #fault(message: string): Found {
    return { offset: this.#at, message };
  }
}
