/** All that a search finds, for tests that do not care about its steps. */
import type { Log } from "../../src/log/log.ts";
import type { Entry } from "../../src/protocol/entry.ts";

/** The newest entries that match, in order. */
export function found(log: Log, name: string, query: string, limit = 100): readonly Entry[] {
  const entries = Array.from(log.search(name, query)).flatMap((step) => step.entries);
  return entries.slice(0, limit).toReversed();
}
