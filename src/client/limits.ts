/** The limits of the client: connection, queues, terminal, files. */

/** The pauses between two tries to connect, before jitter. Nobody waits longer for a room that is back. */
export const reconnectPauseMinMs = 500;
export const reconnectPauseMaxMs = 10_000;
/** The pauses before messages that the server could not take are sent again: at least half of each. */
export const resendPauseMinMs = 500;
export const resendPauseMaxMs = 10_000;
/** A server that asks for a longer pause is asked again after this. */
export const retryAfterMaxMs = 60_000;
/** From the first packet to a connection, and from a connection to the server's first word. */
export const connectTimeoutMs = 10_000;
/** The lead that one of a host's addresses has before the next is tried beside it (RFC 8305). */
export const connectLeadMs = 250;
/** A connection that held this long ends the growing of the pauses. */
export const onlineSettledMs = 10_000;
/** Silence after which a v2 server is asked whether it is there, and how long it may take to say so. */
export const heartbeatPauseMs = 20_000;
export const heartbeatTimeoutMs = 10_000;
/** How long somebody who leaves waits for what is not acknowledged, and for the server to hang up. */
export const leaveTimeoutMs = 2_000;
/** How long a pipe listens on to an old server, which acknowledges nothing, after its last line. */
export const classicGraceMs = 1_000;
/** The pause between two writes to an old server, which parses one object per read. */
export const classicSendPauseMs = 60;
/** Messages written but not yet sent or acknowledged. */
export const outboxMessagesMax = 10_000;
/** Of these, how many are on their way at once; the rest wait until some are acknowledged. */
export const unansweredMessagesMax = 512;
/** A line of piped input; the rest of a longer one is dropped, and the line refused as too long. */
export const inputLineCharactersMax = 64 * 1024;
/** Nicknames kept for completion. */
export const completionNicknamesMax = 1_000;
/** Lines of input remembered for the arrow keys. */
export const inputHistoryLinesMax = 1_000;
/** A bracketed paste whose end never comes is taken as it is after this. */
export const pasteTimeoutMs = 2_000;
/** How long the system may take to stop the program that has asked for it. */
export const stopTimeoutMs = 100;
/** How long an Escape waits for the rest of a key sequence. */
export const escapeTimeoutMs = 50;
/** What the file of earlier lines may hold before it is written anew with the latest. */
export const inputHistoryBytesMax = 1024 * 1024;
/** A text of more is only sent after a question. */
export const longDraftLinesMax = 50;
export const longDraftBytesMax = 10 * 1024;
/** How long a terminal's size must stay the same before it is painted for it, and how long that may last. */
export const resizeSettleMs = 60;
/** The same in tmux, which has its new sizes at once and tells them four times a second. */
export const tmuxSettleMs = 300;
export const resizeBurstMaxMs = 2_000;
/** How long a frame may be on its way to a terminal far away, and the word of its new size on the way back. */
export const frameTravelMs = 250;
/** From one bell or notification to the next. */
export const callPauseMs = 1_000;
/** Joins and leaves with longer pauses are not told in one sentence; nor are more people named in one. */
export const joinLeavePauseMs = 60_000;
export const joinLeaveNamesMax = 8;
/** Rooms kept for completion. */
export const knownRoomsMax = 1_000;
/** From one sign of writing to the next, and to the next where nobody could see it. */
export const typingSignPauseMs = 3_000;
export const typingUnseenPauseMs = 30_000;
/** How long somebody is shown to be writing, without another sign of it. */
export const typingShownMs = 6_000;
/** Conversations that a face keeps open; the private ones that were opened first are closed for more. */
export const conversationsMax = 100;
/** Messages that wait unprinted in a conversation one is not in; more are only counted. */
export const unreadMessagesMax = 200;
/** Their text, in each conversation: a page of what was said before, and as much again as half of one. */
export const unreadUnitsMax = 384 * 1024;
/** At most thirty frames a second, however fast messages arrive. */
export const framePauseMs = 33;
/** How far frames may be drawn ahead of their time, so that a key need not wait: some three of them. */
export const framesAheadMs = 100;
/** Of a server's messages so much text is taken at once, and for so long in one turn of the event loop. */
export const portionUnitsMax = 64 * 1024;
export const portionTurnMs = 10;
/** Messages that were said since the last run and are shown at once, in each room. */
export const missedMessagesMax = 200;
/** Messages of one room that wait for what was said before them; with more, that is waited for no longer. */
export const heldMessagesMax = 10_000;
/** The same for their text, in each room: as much as there can be in what they wait for. */
export const heldUnitsMax = 256 * 1024;
/**
 * How long they wait: so long at least, and less than twice as long. By then a server has dropped a connection over which it
 * hears nothing, so that a request which did not reach it is made again.
 */
export const backlogTimeoutMs = 60_000;
/** From one writing of what is remembered to the next. */
export const identityPauseMs = 1_000;
/** Lines of the journal that stand for nothing any more, before it is written anew. */
export const journalLinesMax = 1_000;
/** Recent servers that are offered. */
export const recentServersMax = 50;
/** How long connecting may take before it is seen, and from one picture of it to the next. */
export const spinnerDelayMs = 150;
export const spinnerPauseMs = 120;
/** How long a text that is being written rests before it is put on disk. */
export const draftPauseMs = 100;
export const draftBytesMax = 256 * 1024;
/** Messages shown as not acknowledged, at most. */
export const pendingShownMax = 5;
/** Pipes: messages read ahead of what the server has acknowledged: what is under way, and as many again. */
export const pipeMessagesMax = 2 * unansweredMessagesMax;
/** Pipes: a slow line may need as long to answer, so no heartbeat is shorter. */
export const pipeHeartbeatMinMs = 1_000;
/** Pipes: refusals that are told one by one; the rest are only counted. */
export const pipeRefusalsToldMax = 10;
/** Pipes: tries to come in under a nickname that nobody has chosen, each with another ending. */
export const nicknameTriesMax = 8;
/** A file name made from a nickname or a host; a longer one is replaced by its hash. */
export const fileNameUnitsMax = 200;
/** More than any message may have, so that one that is too long can be edited; less than what makes keys slow. */
export const draftUnitsMax = 64 * 1024;
/** Steps that undo goes back. */
export const undoStepsMax = 100;
/** A text to search the input history for. */
export const searchUnitsMax = 200;
/** Far more than a message may have: the editor says what is too long, this only keeps memory bounded. */
export const pasteUnitsMax = 1024 * 1024;
/** An escape sequence; a longer one is taken as text. */
export const sequenceUnitsMax = 256;
/** Rows for lines that may still change, above the input. */
export const heldRowsMax = 3;
/** What VTE takes at most is 2,083. @source "Hyperlinks in Terminal Emulators" (Egmont Koblinger) */
export const linkCharactersMax = 2_000;
/** An unread count in the status row; more is shown as "more than". */
export const unreadShownMax = 1_000;
/** What may be printed again after a redraw: more than the largest screens have rows for. */
export const recentItemsMax = 200;
export const recentUnitsMax = 128 * 1024;
/** What waits for a terminal that takes nothing; beyond that the oldest is dropped, and the reader is told. */
export const waitingItemsMax = 5_000;
export const waitingUnitsMax = 1024 * 1024;
/** What waits for the next frame; with more, the screen is in a flood. */
export const floodItemsMin = 1_000;
export const floodUnitsMin = 128 * 1024;
/** More people than this are told in several sentences. */
export const joinLeavePeopleMax = 500;
/** People who are typing in one conversation, as they are remembered. */
export const typingPeopleMax = 50;
/** Smaller terminals have no status row. */
export const statusRowsMin = 10;
export const statusColumnsMin = 40;
/** A beginning of a reason that is shorter says nothing. */
export const reasonColumnsMin = 16;
/** Of one unit of the draft UTF-8 makes three bytes at most; more is not read. */
export const editorFileBytesMax = 3 * draftUnitsMax;
/** A terminal of fewer rows has none to spare for what may still change. */
export const heldTerminalRowsMin = 10;
/** What an old server adds in front of a text and around it, nicknames aside: `[TIME : …]`, tags, the object itself. */
export const classicStampBytesMax = 128;
/** The name of an emoji that is being completed, without its colons; the longest known one has 15. */
export const emojiNameUnitsMax = 41;
/** Digits of a count that a command takes, as in `/history 200`. */
export const countDigitsMax = 4;
/** What one printed line counts besides its texts, towards the bounds in UTF-16 units. */
export const lineOverheadUnits = 64;
/** The size of a terminal that does not tell its own. */
export const terminalColumnsDefault = 80;
export const terminalRowsDefault = 24;
/** The age of a message from which on the server is told of it: a first try has none. */
export const ageToldMsMin = 60_000;
