/** The limits of the server process: sessions, memory, timeouts and intervals. */

/** The port of the page and of `/healthz`. */
export const httpPortDefault = 12_232;
/** The pause between two writes to a classic session, so that the client receives them separately. */
export const classicPauseMs = 5;
/** How long a peer may accept nothing of what is waiting for it. */
export const stallTimeoutMs = 120_000;
/** Messages that a classic reader still gets before a goodbye: two or three seconds of them. */
export const goodbyeItemsMax = 200;
/** The interval of the deadline checks. */
export const sweepMs = 1_000;
/** Sessions at once: if the limit of open files is not known, and at most. */
export const sessionsDefault = 960;
export const sessionsMax = 200_000;
/** File descriptors reserved for everything that is not a session. */
export const descriptorsReserved = 64;
/** Requests of one session in one turn; the rest wait for the next, so that a flood is fair to others. */
export const requestsPerTurnMax = 2_048;
/** Answers queued for a session; above it, its requests are not read until some are sent. */
export const answerBytesMax = 256 * 1024;
/** The encoded tails of all logs, for readers that are a little behind. */
export const tailBytesMax = 32 * 1024 * 1024;
/** Time for one session's requests in one turn, in milliseconds; the rest wait for the next. */
export const turnShareMs = 4;
/** The heartbeat of v2: the server pings a silent session, and drops it if no answer comes. */
export const serverPingAfterMs = 30_000;
export const serverPingTimeoutMs = 30_000;
/** The TCP keep-alive of silent peers, which a classic session depends on. */
export const keepAliveMs = 30_000;
/** Effects of one event that the debug log shows; a large room has thousands. */
export const tracedEffectsMax = 20;
/** A wall clock that moves further than this between two checks was set. */
export const clockJumpMs = 1_000;
/** The interval of the check that the store's files are in place, and of the look at the clock. */
export const storeCheckMs = 1_000;
/** How long a problem of the store is not logged again after it was. */
export const storeProblemQuietMs = 60_000;
/** How long after a message the log's maintenance begins: what comes in meanwhile is done in one go. */
export const backgroundDelayMs = 50;
/** The shortest pause between two of its steps when none is owed. */
export const backgroundPauseMsMin = 1;
/** How long it may take at a time while steps are owed: as long as the turn before, within these bounds. */
export const backgroundTurnMsMin = 5;
export const backgroundTurnMsMax = 25;
/** The pause after a step that failed. */
export const backgroundRetryMs = 1_000;
/** How often all logs are looked at. */
export const sweepIntervalMs = 60_000;
/** Entries of maintenance that each stored message makes owed: one to delete, one key to forget, one to catch up. */
export const owedPerEntry = 3;
export const owedEntriesMax = 1_000_000;
/** With this many new entries since the last run of maintenance, the log is busy, and what can wait waits. */
export const busyEntriesMin = 50;
/** The interval of the check whether to collect garbage. */
export const collectIntervalMs = 1_000;
/** How much the number of sessions must have changed since the last collection to make another one worthwhile. */
export const collectSessionsMin = 500;
/** If the number of sessions has changed by no more than this since the last check, it has settled. */
export const settledSessionsMax = 20;
/** How long a search may take before it is answered with what it has found, not counting the others' turns. */
export const searchBudgetMs = 100;
/** Searches in the queue, the running one included: some two seconds of them. */
export const searchesMax = 16;
export const searchesPerSessionMax = 2;
/** After how long a refused search may be retried. */
export const searchRetryMs = 2_000;
/** What an entry of a history counts besides its text: names, time and the JSON around them. */
export const historyEntryBytes = 200;
/** Entries of a mailbox that are scanned for those of one direct conversation. */
export const conversationEntriesMax = 10_000;
/** Variants for which a block is kept encoded at the same time. */
export const variantsMax = 8;
/** What may wait for a slow store, per session and in total, and what one turn may hold. Bytes are estimates. */
export const creditLimits = {
  sessionProposalsMax: 2_000,
  sessionBytesMax: 1024 * 1024,
  itemsMax: 50_000,
  bytesMax: 64 * 1024 * 1024,
} as const;
/** How long a stopping server waits for what the store has not committed yet. */
export const settleTimeoutMs = 10_000;
/** The first bytes of a connection: a longer word is no HTTP method, and a longer target belongs to no other protocol. */
export const httpMethodBytesMax = 32;
export const httpTargetBytesMax = 256;
/** How long the search process searches before it answers, as long as there is more to search. */
export const searchSliceMs = 20;
/** Matches in one of its answers, about: once reached, it answers. */
export const searchSeqsMax = 250;
/** How long the search process stays without anything to do. */
export const searchIdleMs = 60_000;
/**
 * How long an answer of the search process may take before it is ended; how long it is not started again after it died,
 * while searches are done without the index; how long new entries wait before it is told to index them.
 */
export const searchProcessLimits = { answerTimeoutMs: 5_000, restartMs: 5_000, touchedMs: 1_000 } as const;
/** With so many changes in that time, the log is busy and indexing waits, at most so many times. */
export const searchBusyChangesMin = 1_000;
export const searchBusyWaitsMax = 60;
/** Logs that are told at once; a process that is started finds the others. */
export const searchTouchedMax = 100_000;
/** A line between a server and its search process: some thousand numbers. */
export const searchLineCharactersMax = 4 * 1024 * 1024;
/** The priority (nice) of the search process. */
export const searchPriority = 10;
