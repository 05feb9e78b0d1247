/** Durable state besides the entries. A newer record replaces the older one about the same subject. */

export type DurableRecord =
  /** The last holder of a nickname, who can resume with it: direct messages find their mailbox. */
  | {
      readonly type: "holder";
      readonly folded: string;
      readonly nickname: string;
      readonly identity: string;
      /** Milliseconds since 1970, UTC. */
      readonly time: number;
    }
  | { readonly type: "topic"; readonly room: string; readonly topic: string };

/** What a record is about: a newer record with the same subject replaces the older one. */
export function subjectOf(record: DurableRecord): string {
  return record.type === "topic" ? `topic ${record.room}` : `holder ${record.folded}`;
}
