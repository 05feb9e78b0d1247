/** A room's log as a client sees it through `history`, for tests of readers. Must not know how it is asked. */
import type { Message } from "../../src/client/shown-event.ts";
import type { HistoryRange } from "../../src/protocol/requests.ts";

export function messageAt(seq: number, time = seq): Message {
  return { type: "message", room: "lobby", seq, from: "ann", text: `text ${seq}`, time, own: false };
}

/** What a server answers: the entries behind `after`, else the last ones before `before`. */
export function answerOf(
  log: readonly Message[],
  { after, before = Number.POSITIVE_INFINITY, since = Number.NEGATIVE_INFINITY, limit }: HistoryRange,
): readonly Message[] {
  const earlier = log.filter(({ seq = 0, time }) => seq < before && time >= since);
  if (after === undefined) return earlier.slice(-limit);
  return earlier.filter(({ seq = 0 }) => seq > after).slice(0, limit);
}
