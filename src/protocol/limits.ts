/**
 * Every bound of the system, in one place, with its unit at the end of its name. Knows nothing else: a bound that
 * depends on something (a ulimit, a flag) is computed where that something is known, from a number here.
 */

/** The port of the room, as the old Python room had it. */
export const portDefault = 12_231;
/** The port of the page and of `/healthz`. */
export const httpPortDefault = 12_232;

/** A frame from a client; longer ones are answered with an error and skipped, never kept. */
export const frameBytesMax = 16 * 1024;
/** Nesting inside a frame: requests are flat, so anything deeper is an attack on a recursive reader. */
export const frameDepthMax = 8;
/** A frame from a server, as a client accepts it: a list of ten thousand nicknames fits. */
export const serverFrameBytesMax = 4 * 1024 * 1024;
/** A message after cleaning, in UTF-8. Below `frameBytesMax`, so that JSON's own signs find room beside it. */
export const messageBytesMax = 12 * 1024;
/** A sender's own id for a message. */
export const keyCharactersMax = 64;
/** A nickname, in what a reader sees as characters (grapheme clusters), and in UTF-8. */
export const nicknameGraphemesMax = 32;
export const nicknameBytesMax = 256;
/** Marks stacked on one letter; scripts in use need up to five, more only smears over other lines. */
export const combiningMarksMax = 8;

/** What one `recv` of the old client takes: one object, no longer than this, per write. */
export const classicFrameBytesMax = 1024;
/** The pause between two writes to a classic session, so that its reads stay apart. */
export const classicPauseMs = 5;

/** Bad frames a session may send before it is closed; each good frame forgives one. */
export const faultsMax = 10;
/** From accept to a successful login. */
export const loginTimeoutMs = 30_000;
/** From the first byte of a frame to its last. */
export const frameTimeoutMs = 15_000;
/** A peer that takes nothing of what waits for it. */
export const stallTimeoutMs = 120_000;
/** Messages that a classic reader is still shown before a goodbye: two or three seconds of them. */
export const goodbyeItemsMax = 200;
/** From a goodbye to the end, for a peer that does not read it. */
export const closeTimeoutMs = 5_000;
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
/** Entries read from a log at once for a reader that is far behind. */
export const readEntriesMax = 512;
/** What the log in memory keeps of its entries' texts. */
export const memoryLogBytesMax = 64 * 1024 * 1024;

/** The client: the pauses between two tries to connect, before jitter. Nobody waits longer for a room that is back. */
export const reconnectPauseMinMs = 500;
export const reconnectPauseMaxMs = 10_000;
/** The client: from the first packet to a connection, and from a connection to the server's first word. */
export const connectTimeoutMs = 10_000;
/** The client: the lead that one of a host's addresses has before the next is tried beside it (RFC 8305). */
export const connectLeadMs = 250;
/** The client: a connection that held this long ends the growing of the pauses. */
export const onlineSettledMs = 10_000;
/** The client: silence after which a v2 server is asked whether it is there, and how long it may take to say so. */
export const heartbeatPauseMs = 20_000;
export const heartbeatTimeoutMs = 10_000;
/** The client: how long somebody who leaves waits for what is not acknowledged, and for the server to hang up. */
export const leaveTimeoutMs = 2_000;
/** The client: how long a pipe listens on to an old server, which acknowledges nothing, after its last line. */
export const classicGraceMs = 1_000;
/** The client: the pause between two writes to an old server, which parses one object per read. */
export const classicSendPauseMs = 60;
/** The client: messages written but not yet sent or acknowledged. */
export const outboxMessagesMax = 10_000;
/** The client: of these, how many are on their way at once; the rest wait until some are acknowledged. */
export const unansweredMessagesMax = 512;
/** The client: a line of piped input; the rest of a longer one is dropped, and the line refused as too long. */
export const inputLineCharactersMax = 64 * 1024;
/** The client: nicknames kept for completion. */
export const completionNicknamesMax = 1_000;
/** The client: lines of input remembered for the arrow keys. */
export const inputHistoryLinesMax = 1_000;
/** The client: a bracketed paste whose end never comes is taken as it is after this. */
export const pasteTimeoutMs = 2_000;
/** The client: how long an Escape waits for the rest of a key sequence. */
export const escapeTimeoutMs = 50;
/** The client: what the file of earlier lines may hold before it is written anew with the latest. */
export const inputHistoryBytesMax = 1024 * 1024;
/** The client: a text of more is only sent after a question. */
export const longDraftLinesMax = 50;
export const longDraftBytesMax = 10 * 1024;
/** The client: how long a terminal's size must stay the same before it is painted for it, and how long that may last. */
export const resizeSettleMs = 60;
/** The client: the same in tmux, which has its new sizes at once and tells them four times a second. */
export const tmuxSettleMs = 300;
export const resizeBurstMaxMs = 2_000;
/** The client: how long a frame may be on its way to a terminal far away, and the word of its new size on the way back. */
export const frameTravelMs = 250;
/** The client: from one bell or notification to the next. */
export const callPauseMs = 1_000;
/** The client: joins and leaves with longer pauses are not told in one sentence; nor are more people named in one. */
export const comingsPauseMs = 60_000;
export const comingsNamesMax = 8;
/** The client: rooms kept for completion. */
export const knownRoomsMax = 1_000;
/** The client: from one sign of writing to the next, and to the next where nobody could see it. */
export const typingSignPauseMs = 3_000;
export const typingUnseenPauseMs = 30_000;
/** The client: how long somebody is shown to be writing, without another sign of it. */
export const typingShownMs = 6_000;
/** The client: conversations that a face keeps open; the private ones that were opened first are closed for more. */
export const conversationsMax = 100;
/** The client: messages that wait unprinted in a conversation one is not in; more are only counted. */
export const unreadMessagesMax = 200;
/** The client: at most thirty frames a second, however fast messages arrive. */
export const framePauseMs = 33;
/** How far frames may be drawn ahead of their time, so that a key need not wait: some three of them. */
export const framesAheadMs = 100;

/** In a room of more members, joins and leaves are not announced to v2 sessions: ten thousand make a hundred million. */
export const noticeMembersMax = 200;
/** Rooms that one session may be in at once, the lobby included. */
export const roomsPerSessionMax = 64;
/** Rooms of a server, empty ones with a topic included: their list fits into a frame that a client reads. */
export const roomsMax = 4_000;
/** A room's topic. */
export const topicCharactersMax = 200;
/** What somebody says about being away. */
export const awayCharactersMax = 200;
/** Of one member's signs of writing, more than one in this time are shown to nobody. */
export const typingPauseMs = 1_000;
/** What a login gave for coming back, as long as it may be when it is shown again. */
export const tokenCharactersMax = 256;
/** Entries in one answer to `history` or `search`, unasked and at most; fewer when they are long. */
export const historyEntriesDefault = 50;
export const historyEntriesMax = 500;
export const historyBytesMax = 256 * 1024;
/** Words to search for. */
export const queryCharactersMax = 256;
/** What one session's requests may take of one turn, in milliseconds; the rest wait for the next. */
export const turnShareMs = 4;
/** How long a member who lost the line stays in the room, so that a short break is no leave and join. */
export const graceMs = 30_000;
/** After a start of the server, how long those who come back from before are not announced. */
export const quietStartMs = 60_000;
/** The server asks a silent v2 session for a sign of life, and lets it go when none comes. */
export const serverPingAfterMs = 30_000;
export const serverPingTimeoutMs = 30_000;
/** From when the system asks a silent classic peer for a sign of life. */
export const keepAliveMs = 30_000;
/** Former holders of nicknames whose private messages still find them. */
export const holdersMax = 10_000;
/** Between two steps of the log's upkeep. */
export const tendPauseMs = 50;
/** With more new entries than this since the last step, upkeep waits. */
export const tendEntriesMax = 50;
/** Between two looks at whether a crowd has come or gone. */
export const tidyPauseMs = 1_000;
/** So many sessions that came or went leave something behind that is worth collecting. */
export const crowdSessionsMin = 500;
/** With no more coming and going than this since the last look, a crowd has settled. */
export const settledSessionsMax = 20;
/** A server's name for people: short enough for the greeting, which an old client reads in one piece. */
export const serverNameCharactersMax = 64;
/** The name or address of a host. */
export const hostCharactersMax = 255;
/** A path in the file system. */
export const pathCharactersMax = 4_096;

/** The client: messages from before that are shown on coming into a room. */
export const backlogMessages = 20;
/** The client: messages that were said since the last run and are shown at once, in each room. */
export const missedMessagesMax = 200;
/** The client: messages of one room that wait for what was said before them; with more, that is waited for no longer. */
export const heldMessagesMax = 10_000;
/** The client: from one writing of what is remembered to the next. */
export const identityPauseMs = 1_000;
/** The client: lines of the journal that stand for nothing any more, before it is written anew. */
export const journalLinesMax = 1_000;
/** The client: places of before that are offered. */
export const placesShownMax = 50;
/** The client: a settings file. */
export const settingsBytesMax = 16 * 1024;
/** The client: how long connecting may take before it is seen, and from one picture of it to the next. */
export const spinnerDelayMs = 150;
export const spinnerPauseMs = 120;
/** The client: how long a text that is being written rests before it is put on disk. */
export const draftPauseMs = 100;
export const draftBytesMax = 256 * 1024;
/** The client: messages shown as not acknowledged, at most. */
export const pendingShownMax = 5;
/** Pipes: how long `send` and `history` go on without anything being taken or answered. */
export const pipeTimeoutMs = 30_000;
/** Pipes: messages read ahead of what the server has acknowledged: what is under way, and as many again. */
export const pipeMessagesMax = 2 * unansweredMessagesMax;
/** Pipes: refusals that are told one by one; the rest are only counted. */
export const pipeRefusalsToldMax = 10;
/** Pipes: what `tail` shows of before, when nobody says how much. */
export const tailLinesDefault = 10;
/** Pipes: tries to come in under a nickname that nobody has chosen, each with another ending. */
export const nicknameTriesMax = 8;
