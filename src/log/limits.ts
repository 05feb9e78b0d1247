/** The limits of the log: how much one read, one search and one step of the upkeep may take. */

/** Entries read from a log at once for a reader that is far behind. */
export const readEntriesMax = 512;
/** What the log in memory keeps of its entries' texts. */
export const memoryLogBytesMax = 64 * 1024 * 1024;
/** Each word costs a walk through the index; what is beyond is not looked for. */
export const queryWordsMax = 32;
/** Ids of logs and identities that are kept in memory; with more, they are read from the disk again. */
export const cachedIdsMax = 20_000;
/** Entries not yet in the search index that a search reads one by one: the newest. */
export const unindexedEntriesMax = 5_000;
/** What a search may take into the index before it looks: twenty thousand entries, a few hundred milliseconds. */
export const searchStepsMax = 40;
/** Logs of one store: ids are the upper 20 bits of a place. */
export const logIdMax = 2 ** 20 - 1;
/** Places of one log: numbers are exact up to 2^53, so 33 bits are left for a seq. */
export const seqsPerLog = 2 ** 33;
/** The next one would be the next log's. */
export const seqMax = seqsPerLog - 1;
/** Logs looked at in one step, when nothing is to be deleted: less than a millisecond. */
export const upkeepLogsMax = 50;
/** Entries in one step: some milliseconds. */
export const upkeepEntriesMax = 500;
