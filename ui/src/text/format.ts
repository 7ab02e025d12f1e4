/** Numbers, sizes and times as the window writes them. */

/** Which clock times are shown by. */
export type Zone = "utc" | "local";

const numbers = new Intl.NumberFormat("en-US");

/** With thousands separators. */
export function count(value: number): string {
  return numbers.format(value);
}

/** `one item`, `1,234 items`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes to the last one up to 9,999, then rounded. */
export function bytes(value: number): string {
  if (value < 10_000) return `${count(value)} B`;
  if (value < 10_000_000) return `${numbers.format(Math.round(value / 100) / 10)} KB`;
  return `${numbers.format(Math.round(value / 100_000) / 10)} MB`;
}

/** `3.2 ms`, `1.24 s`: microseconds as long as one reads them. */
export function duration(us: number): string {
  if (us < 1000) return `${count(us)} µs`;
  return us < 1_000_000 ? `${numbers.format(Math.round(us / 100) / 10)} ms` : `${numbers.format(Math.round(us / 10_000) / 100)} s`;
}

/** `340 ms`, `60.4 s`, `12 min 4 s`, `3 h 12 min`, `5 d 3 h`: how far two moments lie apart (microseconds). */
export function spacing(us: number): string {
  const seconds = Math.abs(us) / 1_000_000;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 100) return `${numbers.format(Math.round(seconds * 10) / 10)} s`;
  const pair = (large: number, one: string, small: number, other: string): string => {
    const units = Math.round(seconds / small);
    const [whole, rest] = [Math.floor(units / (large / small)), units % (large / small)];
    return rest === 0 ? `${count(whole)} ${one}` : `${count(whole)} ${one} ${rest} ${other}`;
  };
  if (seconds < 6000) return pair(60, "min", 1, "s");
  return seconds < 48 * 3600 ? pair(3600, "h", 60, "min") : pair(86_400, "d", 3600, "h");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

interface Parts {
  date: string;
  clock: string;
  millis: string;
  zone: string;
}

function parts(us: number, zone: Zone): Parts {
  const millis = Math.floor(us / 1000);
  const offset = zone === "utc" ? 0 : -new Date(millis).getTimezoneOffset();
  const shifted = new Date(millis + offset * 60_000);
  if (Number.isNaN(shifted.getTime())) return { date: "", clock: "--:--:--", millis: "---", zone: "" };
  const iso = shifted.toISOString();
  const [date = "", time = ""] = iso.split("T");
  return { date, clock: time.slice(0, 8), millis: time.slice(9, 12), zone: zoneName(zone, offset) };
}

function zoneName(zone: Zone, offset: number): string {
  if (zone === "utc") return "UTC";
  const size = Math.abs(offset);
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `UTC${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** `14:27:41`. */
export function clock(us: number, zone: Zone): string {
  return parts(us, zone).clock;
}

/** `14:27:41.312`. */
export function clockMillis(us: number, zone: Zone): string {
  const { clock, millis } = parts(us, zone);
  return `${clock}.${millis}`;
}

/** `14:27:41`, or the date where that is another day than the one of `now` (both in microseconds). */
export function recent(us: number, now: number, zone: Zone): string {
  const { date, clock } = parts(us, zone);
  return date === parts(now, zone).date ? clock : date;
}

/** `12 March 2026`. */
export function day(us: number, zone: Zone): string {
  const { date } = parts(us, zone);
  const [year = "", month = "", number = ""] = date.split("-");
  return date === "" ? "" : `${Number(number)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** `12 Mar`, `12 Mar 2025` of another year; empty where it is the day of `now` (both in microseconds). */
export function otherDay(us: number, now: number, zone: Zone): string {
  const [{ date }, today] = [parts(us, zone), parts(now, zone).date];
  if (date === today || date === "") return "";
  const [year = "", month = "", number = ""] = date.split("-");
  const name = `${Number(number)} ${(MONTHS[Number(month) - 1] ?? month).slice(0, 3)}`;
  return today.startsWith(year) ? name : `${name} ${year}`;
}

/** A clock time, after its day where that is not today. */
export function dated(clock: string, day: string): string {
  return day === "" ? clock : `${day} ${clock}`;
}

/** Microseconds since 1970, now. */
export function nowUs(): number {
  return Date.now() * 1000;
}

/** `14:27:41.312`, with the date before it where that is another day than the one of `beside` (both in microseconds). */
export function when(us: number, beside: number, zone: Zone): string {
  const { date, clock, millis } = parts(us, zone);
  return date === parts(beside, zone).date ? `${clock}.${millis}` : `${date} ${clock}.${millis}`;
}

/** `2026-03-12 14:27:41.312 UTC`. */
export function moment(us: number, zone: Zone): string {
  const { date, clock, millis, zone: name } = parts(us, zone);
  return `${date} ${clock}.${millis} ${name}`;
}

/** Microseconds of an ISO 8601 time, or `null` where it is none. */
export function microseconds(iso: string): number | null {
  const millis = Date.parse(iso);
  return Number.isNaN(millis) ? null : millis * 1000;
}

/** Whether a text has more characters than so many. */
export function isLonger(value: string, most: number): boolean {
  return value.length > most && (value.length > 2 * most || Array.from(value).length > most);
}

/** A long value cut in its middle; whole characters only. */
export function cutMiddle(value: string, most: number): string {
  if (!isLonger(value, most)) return value;
  const tail = Math.floor((most - 1) / 2);
  // A character takes two units at most: no more of a long value is looked at.
  const head = Array.from(value.slice(0, 2 * most)).slice(0, most - 1 - tail);
  return `${head.join("")}…${Array.from(value.slice(-2 * most)).slice(-tail).join("")}`;
}

/** A URL by its host and its last part, which tell most of it; the scheme and what lies between go first. */
export function shortUrl(value: string, most: number): string {
  if (!URL.canParse(value)) return cutMiddle(value, most);
  const { host, pathname } = new URL(value);
  const name = pathname.slice(pathname.lastIndexOf("/") + 1);
  if (host === "") return cutMiddle(value, most);
  return host.length + name.length + 2 <= most ? `${host}/…${name}` : cutMiddle(host, most);
}
