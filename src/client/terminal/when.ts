/** A time in words: today's by the clock alone, others with their day. Must not know what happened then. */
import type { Look } from "./block.ts";

/** @param time milliseconds since 1970, UTC */
export function whenText(
  time: number,
  { calendar, catalogue }: Pick<Look, "calendar" | "catalogue">,
): string {
  const clockTime = calendar.timeText(time);
  const today = calendar.today();
  if (calendar.dayOf(time) === today) return catalogue.face.today(clockTime);
  if (calendar.dayOf(time + dayMs) === today) return catalogue.face.yesterday(clockTime);
  return catalogue.face.onDay(calendar.dayText(time), clockTime);
}

/** On the two days a year that are longer or shorter, an hour of yesterday is called by its date. */
const dayMs = 86_400_000;
