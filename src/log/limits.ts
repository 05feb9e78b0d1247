/** The limits of the log: how much one read, one search and one step of the upkeep may take. */

/** Entries read from a log at once for a reader that is far behind. */
export const readEntriesMax = 512;
/** What the log in memory keeps of its entries' texts. */
export const memoryLogBytesMax = 64 * 1024 * 1024;
/** Items that a queue in memory has given away before it moves the others to its front. */
export const queueStartMax = 1_024;
/** Ids of logs and identities that are kept in memory; with more, they are read from the disk again. */
export const cachedIdsMax = 20_000;
/** Tokens of a query that are looked up in the index to find the rarest one: a few milliseconds. */
export const searchTokensMax = 8;
/** Newest entries of a token by which its frequency is judged. */
export const searchSampleEntries = 64;
/**
 * Entries and characters of text in one step of a search: 8 to 12 milliseconds, and a first one
 * beyond what the index has reached 16 to 30.
 */
export const searchStepEntriesMax = 250;
export const searchStepBytesMax = 32 * 1024;
/** Entries that one search looks at: about a second. What lies before them is not searched, and the answer says so. */
export const searchEntriesMax = 40_000;
/** Logs of one store: ids are the upper 20 bits of a place. */
export const logIdMax = 2 ** 20 - 1;
/** Places of one log: numbers are exact up to 2^53, so 33 bits are left for a seq. */
export const seqsPerLog = 2 ** 33;
/** The next one would be the next log's. */
export const seqMax = seqsPerLog - 1;
/** Logs looked at in one step, when nothing is to be deleted: less than a millisecond. */
export const maintenanceLogsMax = 50;
/** How long the wall clock has to run undisturbed before anything is deleted by its age. */
export const steadyClockMs = 10 * 60_000;
/** The same for a log whose newest entry would go: if the clock is not wrong, nothing has been said there for long. */
export const steadyClockQuietLogMs = 60 * 60_000;
/** Entries in one step: some milliseconds. */
export const maintenanceEntriesMax = 500;
/** How long a statement waits for a lock that somebody outside the server holds on the database. */
export const busyTimeoutMs = 5_000;
