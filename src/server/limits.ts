/** The limits of the server process: sessions, memory, timeouts and timers. */

/** The port of the page and of `/healthz`. */
export const httpPortDefault = 12_232;
/** The pause between two writes to a classic session, so that its reads stay apart. */
export const classicPauseMs = 5;
/** A peer that takes nothing of what waits for it. */
export const stallTimeoutMs = 120_000;
/** Messages that a classic reader is still shown before a goodbye: two or three seconds of them. */
export const goodbyeItemsMax = 200;
/** How often deadlines are looked at. */
export const sweepMs = 1_000;
/** Sessions at once when the limit of open files is not known, and at the very most. */
export const sessionsDefault = 960;
export const sessionsMax = 200_000;
/** File descriptors kept free for everything that is not a session. */
export const descriptorsReserved = 64;
/** Requests of one session in one tick; the rest wait for the next, so that a flood is fair to others. */
export const requestsPerTickMax = 2_048;
/** Answers that wait for a session; above it, its requests are not read until it has taken some. */
export const answerBytesMax = 256 * 1024;
/** What the recent ends of all logs may hold in encoded form, for readers that are a little behind. */
export const tailBytesMax = 32 * 1024 * 1024;
/** What one session's requests may take of one turn, in milliseconds; the rest wait for the next. */
export const turnShareMs = 4;
/** The server asks a silent v2 session for a sign of life, and lets it go when none comes. */
export const serverPingAfterMs = 30_000;
export const serverPingTimeoutMs = 30_000;
/** From when the system asks a silent classic peer for a sign of life. */
export const keepAliveMs = 30_000;
/** Effects of one event that the debug level of the log tells; a crowd's are thousands. */
export const tracedEffectsMax = 20;
/** A wall clock that moves further than this between two looks was set. */
export const clockJumpMs = 1_000;
/** How often it is checked that the store's files are in their places. */
export const storeCheckMs = 1_000;
/** After a failed read was logged, others are passed over in silence for so long. */
export const readFailureQuietMs = 60_000;
/** Between two steps of the log's upkeep. */
export const maintenanceIntervalMs = 50;
/** With more new entries than this since the last step, upkeep waits. */
export const busyEntriesMin = 50;
/** Between two looks at whether a crowd has come or gone. */
export const collectIntervalMs = 1_000;
/** So many sessions that came or went leave something behind that is worth collecting. */
export const collectSessionsMin = 500;
/** With no more coming and going than this since the last look, a crowd has settled. */
export const settledSessionsMax = 20;
/** Searches that wait, the one under way included: some sixteen seconds of them. */
export const searchesMax = 16;
export const searchesPerSessionMax = 2;
/** What a refused search is told to wait before the next try. */
export const searchRetryMs = 2_000;
/** What an entry of a history counts beside its text: names, time and the JSON around them. */
export const historyEntryBytes = 200;
/** Entries of a mailbox that are read to find those of one direct conversation. */
export const conversationEntriesMax = 10_000;
/** Wire formats for which a block of entries is kept encoded at the same time. */
export const variantsMax = 4;
/** What may wait for a slow store, of one session and in all, and what one turn may hold; bytes roughly, in memory. */
export const creditLimits = {
  sessionProposalsMax: 2_000,
  sessionBytesMax: 1024 * 1024,
  itemsMax: 50_000,
  bytesMax: 64 * 1024 * 1024,
} as const;
/** How long the end of a server waits for what the store has not yet committed. */
export const settleTimeoutMs = 10_000;
