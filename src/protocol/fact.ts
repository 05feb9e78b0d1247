/**
 * What is remembered beside the entries, across restarts; a newer fact about the same thing takes the place of the
 * older.
 */

export type Fact =
  /** Who last held a nickname and can come back to it: private messages to them find their mailbox. */
  | {
      readonly type: "holder";
      readonly folded: string;
      readonly nickname: string;
      readonly identity: string;
      /** Milliseconds since 1970, UTC. */
      readonly time: number;
    }
  | { readonly type: "topic"; readonly room: string; readonly topic: string };

/** The same for two facts of which the newer takes the place of the older. */
export function subjectOf(fact: Fact): string {
  return fact.type === "topic" ? `topic ${fact.room}` : `holder ${fact.folded}`;
}
