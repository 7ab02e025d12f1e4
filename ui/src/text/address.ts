/** Web addresses in what came from outside: told whole and normalised, as a browser would read them, before one is opened. */

export interface Address {
  /** What would be opened: letters of other scripts in the host, say, are written in ASCII. */
  href: string;
  host: string;
  isEncrypted: boolean;
  /** It reads otherwise than it came. */
  isRewritten: boolean;
}

/** `null` for what is no address of the web, and for one that carries a name or a password: those are there to deceive. */
export function webAddress(text: string): Address | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { href, host, protocol, username, password } = new URL(text);
  if (host === "" || username !== "" || password !== "") return null;
  return { href, host, isEncrypted: protocol === "https:", isRewritten: href !== text };
}
