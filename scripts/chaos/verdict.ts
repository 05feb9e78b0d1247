/** How a scenario ends in which everybody was in the lobby, and every reader was to be given all of it. */
import type { Claims, Heard, Stored } from "./checker.ts";
import { checkReader, checkStored } from "./checker.ts";
import type { Counts, Outcome } from "./scenario.ts";

export interface Evidence {
  readonly sent: number;
  readonly claims: Claims;
  /** The export, at the end. */
  readonly stored: readonly Stored[];
  readonly readers: readonly { readonly name: string; heard(): readonly Heard[] }[];
  /** What else was counted. */
  readonly counts?: Partial<Counts>;
  /** What else was found. */
  readonly problems: readonly string[];
}

export function verdictOn({ sent, claims, stored, readers, counts, problems }: Evidence): Outcome {
  const lobby = stored.filter(({ log }) => log === "lobby");
  const head = lobby.at(-1)?.seq ?? 0;
  const readings = readers.map((reader) => ({ name: reader.name, heard: reader.heard() }));
  const gaps = readings.reduce((sum, { heard }) => sum + gapsIn(heard), 0);
  return {
    type: "ran",
    counts: {
      sent,
      acknowledged: claims.acknowledged.size,
      stored: lobby.length,
      received: readings.reduce((sum, { heard }) => sum + heard.length, -gaps),
      gaps,
      ...counts,
    },
    problems: [
      ...problems,
      ...checkStored(lobby, claims),
      ...readings.flatMap((reading) =>
        checkReader({ ...reading, log: "lobby", start: 0, stored: lobby, head }),
      ),
    ],
  };
}

export function gapsIn(heard: readonly Heard[]): number {
  return heard.filter(({ type }) => type === "gap").length;
}
