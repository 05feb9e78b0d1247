/**
 * What is remembered beside the entries, across restarts; a newer record about the same thing takes the place of the
 * older.
 */

export type DurableRecord =
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

/** The same for two records of which the newer takes the place of the older. */
export function subjectOf(record: DurableRecord): string {
  return record.type === "topic" ? `topic ${record.room}` : `holder ${record.folded}`;
}
