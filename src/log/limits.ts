/** The limits of the log: how much one read, one search and one step of maintenance may take. */

/** Entries in one read from a log, for a reader that is far behind. */
export const readEntriesMax = 512;
/** The approximate size of the entries that the log in memory keeps. */
export const memoryLogBytesMax = 64 * 1024 * 1024;
/** Consumed items that a queue in memory keeps at its front before it is compacted. */
export const queueStartMax = 1_024;
/** Ids of logs and identities that are cached in memory; with more, the cache is cleared. */
export const cachedIdsMax = 20_000;
/** From this length on, the beginning of a word finds the word. */
export const searchWordPrefixMin = 2;
/** Tokens of a query that are looked up in the index; the others are looked for in the texts that have these. */
export const searchTokensMax = 8;
/** Entries and characters of text that one slice of a search scans: 2 to 5 milliseconds. */
export const searchStepEntriesMax = 250;
export const searchStepBytesMax = 32 * 1024;
/** Entries in one segment of the index: eight common tokens that no entry has together take 2 to 4 milliseconds. */
export const searchSegmentEntriesMax = 50_000;
/** A place is a seq in its lower bits and the id of a log above it: some 8.6 billion messages in a billion logs. */
export const seqBits = 33;
/** The highest seq. */
export const seqMax = 2 ** seqBits - 1;
/** Bits of an entry's id that hold its index in the batch. */
export const ordinalBits = 20;
/** The highest id of a log: the end of its range of places fits into 63 bits. */
export const logIdMax = 2 ** (63 - seqBits) - 2;
/** How far the clock has to go back between two entries to be noted: less is found all the same. */
export const setBackMsMin = 1_000;
/** Random bytes that name an epoch. */
export const epochIdBytes = 16;
/** Epochs that a store remembers. */
export const epochsMax = 10_000;
/** Keys of deleted entries that are remembered of one person. */
export const spentKeysPerPersonMax = 1_000_000;
/** Tries to find an id that no log has, when all have been used once. */
export const freeIdTriesMax = 100;
/** Logs checked in one step when nothing is to be deleted: less than a millisecond. */
export const maintenanceLogsMax = 50;
/** How long the wall clock must not have been set before entries are deleted by age. */
export const steadyClockMs = 10 * 60_000;
/**
 * The same for a log whose newest entry would be deleted: either nothing was said there for a long time, or the clock
 * is wrong.
 */
export const steadyClockQuietLogMs = 60 * 60_000;
/** Entries in one step of maintenance: some milliseconds. */
export const maintenanceEntriesMax = 250;
/** Bytes of one write of the copy that an upgrade makes. */
export const copyChunkBytes = 4 * 1024 * 1024;
/** What an upgrade adds to a database, at most: this part of it, and so many bytes. */
export const upgradeGrowthDivisor = 4;
export const upgradeSpareBytes = 16 * 1024 * 1024;
/**
 * How long a statement waits for a lock on the database that another process holds, while a store is opened and in a
 * program that only reads. A running server never waits in a statement.
 */
export const busyTimeoutMs = 5_000;
/** Pages in the write-ahead log after which a commit copies them into the database. */
export const checkpointPages = 4_000;
/** The size to which the file of the write-ahead log is cut once its pages are in the database. */
export const walFileBytesMax = 64 * 1024 * 1024;
/** Pages of the database that a connection caches. */
export const pageCacheBytesMax = 64 * 1024 * 1024;
/** The same of the search index, which is small beside the database. */
export const searchWalFileBytesMax = 16 * 1024 * 1024;
export const searchPageCacheBytesMax = 8 * 1024 * 1024;
/** How long a batch waits for such a lock before it fails. */
export const lockWaitMsMax = 5_000;
/** The longest pause between two tries to commit a batch that waits for a lock. */
export const lockPauseMsMax = 50;
