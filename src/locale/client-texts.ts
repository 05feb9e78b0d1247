/** What the chat line and the pipes have to say: one field for each text. */
import type { GapReason } from "../protocol/answers.ts";
import type { CommandTexts } from "./command-texts.ts";

/** What `chat join` shows. */
export interface ClientTexts {
  readonly askNickname: string;
  readonly connecting: (address: string) => string;
  readonly online: (nickname: string, server: string) => string;
  /** Under the nickname of the last time, which nobody had to say. */
  readonly onlineAgain: (nickname: string, server: string) => string;
  readonly offline: (reason: string, seconds: number) => string;
  /** The same in a row of 39 columns, without the reason, which stands after it where there is room. */
  readonly retryIn: (seconds: number) => string;
  readonly goodbye: string;
  readonly members: (count: number) => string;
  readonly privateTo: (nickname: string) => string;
  readonly privateFrom: (nickname: string) => string;
  readonly unknownCommand: (name: string, nearest: string | undefined) => string;
  readonly commandUsage: (usage: string) => string;
  readonly outboxFull: string;
  /** A terminal that stood still too long: so many lines were left out. */
  readonly skipped: (count: number) => string;
  readonly oldServer: string;
  /** Behind `oldServer`: messages for other rooms are kept. */
  readonly waitForRooms: (count: number) => string;
  /** Something that plain lines cannot do was asked for. */
  readonly onlyAtTerminal: string;
  /** Something for rooms was asked for in a private conversation. */
  readonly onlyInRooms: string;
  readonly notYourself: string;
  /** In a sentence of `gap`, in place of a room. */
  readonly privateMessages: string;
  /** Messages that will never come; `where` is a room, or `privateMessages`. */
  readonly gap: {
    readonly [Why in GapReason]: (where: string, from: number, to: number) => string;
  };
  readonly notHidden: (nickname: string) => string;
  readonly roomIs: (room: string) => string;
  readonly leftRoom: (room: string) => string;
  readonly topicIs: (room: string, topic: string) => string;
  readonly rooms: (count: number) => string;
  readonly roomLine: (room: string, members: number, topic: string) => string;
  readonly past: (room: string) => string;
  /** Before what was found, when there were too many messages to search them all. */
  readonly newestSearched: string;
  /** The same, where it is known how far back; `when` is a date or a time. */
  readonly searchedTo: (when: string) => string;
  readonly found: (room: string, query: string) => string;
  readonly foundNothing: (room: string, query: string) => string;
  /** A search that can go on has found nothing in what it has searched. */
  readonly foundNothingYet: (room: string, query: string) => string;
  /** A search that went on found nothing before what it had found already. */
  readonly foundNothingMore: (room: string, query: string) => string;
  readonly nothingPast: (room: string) => string;
  /** Beside a message that is not acknowledged yet. */
  readonly waiting: string;
  /** The server cannot take messages for now. */
  readonly delayed: string;
  /** Several people who did the same; `more` are not named. */
  readonly came: (names: readonly string[], more: number) => string;
  readonly went: (names: readonly string[], more: number) => string;
  /** Left, and came again. */
  readonly cameBack: (names: readonly string[], more: number) => string;
  /** Came, and left again. */
  readonly passedBy: (names: readonly string[], more: number) => string;
  /** In the row above the input. A count may be about right: `~300`, or `5+`. */
  readonly membersHere: (count: string) => string;
  readonly pendingCount: (count: string) => string;
  /** While a line that was sent is searched, and what can be done. */
  readonly searching: (query: string) => string;
  readonly searchFailed: (query: string) => string;
  /** Before a very long text is sent, and when it cannot be: in a row of 80 columns, with what sends files. */
  readonly draftLong: (lines: number, kibibytes: string) => string;
  readonly draftTooLong: (kibibytes: string, kibibytesMax: string) => string;
  readonly commands: CommandTexts;
  readonly connectionLost: string;
  readonly connectionRefused: (address: string) => string;
  readonly hostUnknown: (host: string) => string;
  readonly unreachable: (address: string, reason: string) => string;
  readonly noAnswer: (address: string) => string;
  readonly nicknameNeeded: string;
  /** Reasons, as `unreachable` takes them: without a full stop. */
  readonly timedOut: string;
  readonly noRoute: string;
  /** Messages that never went out, on leaving. */
  readonly notSent: (count: number) => string;
  /** Messages that were sent, and not acknowledged: the server may have stored them. */
  readonly notAcknowledged: (count: number) => string;
  readonly inputIsFolder: string;
  readonly inputUnreadable: (code: string) => string;
  /** In front of a sentence about a line of the input. */
  readonly atLine: (line: number, sentence: string) => string;
  /** Messages that are kept on disk, on leaving. */
  readonly keptUnsent: (count: number) => string;
  /** On coming in, of a user who has no home folder. */
  readonly homeless: string;
  /** The connection was lost while one was joining a room. */
  readonly perhapsMissed: (room: string) => string;
  /** Messages of the server that break the protocol. */
  readonly brokenMessages: (count: number) => string;
  /** In the place of an answer that breaks the protocol. */
  readonly brokenAnswer: string;
  readonly brokenLogin: (address: string) => string;
  /** On coming in, where the disk refuses. */
  readonly keepsNothing: (folder: string) => string;
}

/** What `chat send`, `chat tail` and `chat history` say on stderr. */
export interface PipeTexts {
  readonly retrying: (reason: string, seconds: number) => string;
  /** The connection is there again. */
  readonly back: string;
  readonly gaveUp: (seconds: number) => string;
  /** Told to end before all of the input was read. */
  readonly interrupted: string;
  /** An export of a room that the data does not hold. */
  readonly noSuchRoom: (room: string) => string;
  /** `--since` names a number that the room's newest message, `head`, has not come to. */
  readonly beyondEnd: (room: string, seq: number, head: number) => string;
}
