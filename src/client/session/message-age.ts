/** How old messages are that are sent late. */
import { ageToldMsMin } from "../limits.ts";
import type { SessionState } from "./state.ts";

/**
 * Told so that a server which may have forgotten its key refuses a message instead of storing it twice; undefined for a
 * young one, and for 0.1.0, which has no use for it.
 *
 * @param writtenAt milliseconds since 1970
 */
export function ageOf({ now, epochs }: SessionState, writtenAt = now): number | undefined {
  const age = now - writtenAt;
  return age >= ageToldMsMin && epochs.length > 0 ? age : undefined;
}
