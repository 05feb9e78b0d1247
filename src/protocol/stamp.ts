/**
 * The stamp and the tags in the texts of the classic form, which old clients show as they are. They are written here,
 * and parsed here for our client on an old server. The tags belong to the wire format and are never translated.
 */

/** `[TIME : Mon Nov 23 09:44:03 2026]`, in the server's time zone, in the format of C's `asctime`. */
export function stamp(time: number): string {
  const date = new Date(time);
  const day = String(date.getDate()).padStart(2, " ");
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `[TIME : ${weekdays[date.getDay()]} ${months[date.getMonth()]} ${day} ${clock.join(":")} ${date.getFullYear()}]\r\n`;
}

/** The tag of texts of the server itself. */
export const systemTag = "[ SYSTEM ] : ";
export const listTag = "[ SYSTEM ] ALIVE USER : \r\n";

export function broadcastTag(from: string): string {
  return `[${from}] : `;
}

export function directTag(from: string, to: string): string {
  return `[ ${from} CHATTING TO ${to} ] : `;
}

/** A parsed text. `time` is milliseconds since 1970, or undefined if it has none that can be parsed. */
export interface Stamped {
  readonly time: number | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly text: string;
}

/** Parses a classic text. A text of unknown form is returned as a whole, without a sender. */
export function parseStamped(msg: string): Stamped {
  const [, written, rest = msg] = /^\[TIME : ([^\]]*)\]\r?\n([^]*)$/.exec(msg) ?? [];
  const time = written === undefined ? Number.NaN : Date.parse(written);
  const known = Number.isNaN(time) ? undefined : time;
  const body = rest.replace(/\r?\n$/, "");
  const direct = /^\[ (\S+) CHATTING TO (\S+) \] : ([^]*)$/.exec(body);
  if (direct !== null) return { time: known, from: direct[1], to: direct[2], text: direct[3] ?? "" };
  if (body.startsWith(systemTag))
    return { time: known, from: undefined, to: undefined, text: body.slice(systemTag.length) };
  const group = /^\[(\S+)\] : ([^]*)$/.exec(body);
  return { time: known, from: group?.[1], to: undefined, text: group?.[2] ?? body };
}

/** The nicknames in a classic list. */
export function parseList(msg: string): readonly string[] {
  const names = msg.startsWith(listTag) ? msg.slice(listTag.length) : msg;
  return names
    .split(/\r?\n/)
    .map((name) => name.trim().replace(/,$/, ""))
    .filter((name) => name !== "" && !name.startsWith("["));
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
