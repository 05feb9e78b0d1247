/**
 * Tracing for the debug level of the operator's log: every event of the core and its effects. It leaves out what
 * people write: of texts, topics, keys and tokens it shows only the size.
 */
import type { Logger } from "@logtape/logtape";
import type { Effect } from "../core/effect.ts";
import type { Event } from "../core/event.ts";
import { isMailbox, mailboxCursor } from "../protocol/entry.ts";
import { excerpt } from "../protocol/text.ts";
import { tracedEffectsMax } from "./limits.ts";

export type Trace = (event: Traced, effects: readonly Effect[]) => void;

/** An event, or the store's decision about a turn. */
export type Traced = Event | { readonly type: "committed" };

/** Returns undefined if the debug level is off, so that the hot path pays one comparison and builds no text. */
export function traceOf(logger: Logger): Trace | undefined {
  if (!logger.isEnabledFor("debug")) return undefined;
  return (event, effects) => {
    // It comes once a second.
    if (event.type === "ticked" && effects.length === 0) return;
    logger.debug("event {event}", { event: summaryOf(event) });
    for (const effect of effects.slice(0, tracedEffectsMax))
      logger.debug("effect {effect}", { effect: summaryOf(effect) });
    const more = effects.length - tracedEffectsMax;
    if (more > 0) logger.debug("{more} more effects", { more });
  };
}

/** `requested session=3 request.type="broadcast" request.text=5B`: always one line. */
export function summaryOf({ type, ...fields }: Traced | Effect): string {
  return [type, ...pairsOf(fields, "")].join(" ");
}

/** Fields whose texts are names, neither secrets nor what people write. */
const shown: ReadonlySet<string> = new Set([
  "type",
  "event",
  "code",
  "regarding",
  "room",
  "nickname",
  "from",
  "to",
  "field",
  "expected",
]);

function pairsOf(fields: object, path: string): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    if (typeof value === "object" && value !== null && countOf(value) === undefined)
      return pairsOf(value, `${path}${name}.`);
    return [`${path}${name}=${valueOf(name, value)}`];
  });
}

function valueOf(name: string, value: unknown): string {
  if (typeof value === "object" && value !== null) return `[${countOf(value)}]`;
  if (typeof value !== "string") return JSON.stringify(value);
  // The name of a mailbox has its owner's identity in it.
  if (name === "log") return JSON.stringify(isMailbox(value) ? mailboxCursor : excerpt(value));
  return shown.has(name) ? JSON.stringify(excerpt(value)) : `${Buffer.byteLength(value)}B`;
}

/** The size of a list or a map: members, rooms, entries, cursors. */
function countOf(value: object): number | undefined {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : undefined;
}
