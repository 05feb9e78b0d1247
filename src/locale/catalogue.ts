/**
 * What every language has to say: one field for each text that people read. A catalogue that lacks one does not compile.
 * Must not know when a text is shown.
 */
import type { Wording } from "../protocol/answers.ts";
import type { StoreProblem } from "../protocol/store-error.ts";

export interface Catalogue extends Wording {
  /** For dates, as BCP 47 has it. */
  readonly languageTag: string;
  readonly serve: ServeTexts;
  readonly store: StoreTexts;
  readonly client: ClientTexts;
  readonly pipe: PipeTexts;
  readonly usage: UsageTexts;
  readonly manual: ManualTexts;
}

/** What `chat serve` prints for its operator. */
export interface ServeTexts {
  readonly listening: (name: string) => string;
  readonly joinWith: string;
  readonly pageAt: (address: string) => string;
  readonly pageLead: string;
  readonly pageMissing: string;
  readonly keptIn: (folder: string) => string;
  readonly keptInMemory: string;
  readonly stopHint: string;
  readonly stopping: string;
  readonly portTaken: (port: number) => string;
  readonly portForbidden: (port: number) => string;
  readonly hostUnusable: (host: string) => string;
  readonly listenFailed: (reason: string) => string;
}

/** Why a data folder cannot be used: a sentence for each problem. */
export type StoreTexts = { readonly [Problem in StoreProblem]: (folder: string) => string };

/** What `chat join` shows. */
export interface ClientTexts {
  readonly askNickname: string;
  readonly connecting: (address: string) => string;
  readonly online: (nickname: string, server: string) => string;
  readonly offline: (reason: string, seconds: number) => string;
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
  readonly roomIs: (room: string, topic: string) => string;
  readonly leftRoom: (room: string) => string;
  readonly topicIs: (room: string, topic: string) => string;
  readonly rooms: (count: number) => string;
  readonly roomLine: (room: string, members: number, topic: string) => string;
  readonly past: (room: string) => string;
  readonly found: (room: string, count: number, query: string) => string;
  readonly nothingPast: (room: string) => string;
  /** Beside a message that is not acknowledged yet. */
  readonly waiting: string;
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
  /** Before a very long text is sent, and when it cannot be. */
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
  /** Messages that the server never acknowledged, on leaving. */
  readonly notSent: (count: number) => string;
}

/** One sentence for each command of the chat line, as `/help` shows it. */
export interface CommandTexts {
  readonly ls: string;
  readonly join: string;
  readonly leave: string;
  readonly rooms: string;
  readonly topic: string;
  readonly history: string;
  readonly search: string;
  readonly help: string;
  readonly ignore: string;
  readonly quit: string;
  readonly private: string;
}

/** What `chat send`, `chat tail` and `chat history` say on stderr. */
export interface PipeTexts {
  readonly retrying: (reason: string, seconds: number) => string;
  /** The line is there again. */
  readonly back: string;
  readonly gaveUp: (seconds: number) => string;
  /** Told to end before all of the input was read. */
  readonly interrupted: string;
  /** An export of a room that the data does not hold. */
  readonly noSuchRoom: (room: string) => string;
}

/** What the command line says about itself. */
export interface UsageTexts {
  readonly about: string;
  readonly usage: string;
  readonly commands: string;
  readonly options: string;
  readonly arguments: string;
  /** `example` is a variable as it is set: CHAT_PORT=… */
  readonly environment: (example: string) => string;
  readonly moreHelp: string;
  readonly defaultIs: (value: string) => string;
  readonly serve: string;
  readonly join: string;
  readonly send: string;
  readonly tail: string;
  readonly history: string;
  readonly export: string;
  readonly completions: string;
  readonly man: string;
  /** What stands at the end of a command's help. */
  readonly sendNote: string;
  readonly tailNote: string;
  readonly exportNote: string;
  readonly completionsNote: string;
  readonly manNote: string;
  readonly helpCommand: string;
  readonly address: string;
  readonly messageText: string;
  readonly shell: string;
  readonly flags: FlagTexts;
  readonly unknownCommand: (name: string, nearest: string | undefined) => string;
  readonly unknownFlag: (name: string, nearest: string | undefined) => string;
  readonly flagNeedsValue: (name: string) => string;
  readonly badFlag: (name: string, value: string, expected: string) => string;
  readonly unexpectedArgument: (value: string) => string;
  readonly missingArgument: (name: string) => string;
  readonly badAddress: (value: string) => string;
  readonly bareIpv6: (corrected: string) => string;
  /** The ends of `badFlag`: what a value must be. */
  readonly portExpected: string;
  readonly switchExpected: string;
  readonly countExpected: string;
  readonly linesExpected: string;
  readonly sinceExpected: string;
  readonly roomExpected: string;
  readonly nicknameExpected: string;
  readonly durationExpected: string;
  readonly choiceExpected: (choices: readonly string[]) => string;
  readonly textExpected: (charactersMax: number) => string;
  readonly seeHelp: (command: string) => string;
  /** An exception that nobody expected. */
  readonly defect: (reason: string) => string;
}

/** One line for each flag. */
export interface FlagTexts {
  readonly port: string;
  readonly host: string;
  readonly name: string;
  readonly lang: string;
  readonly logLevel: string;
  readonly logFormat: string;
  readonly httpPort: string;
  readonly noHttp: string;
  readonly data: string;
  readonly memory: string;
  readonly keep: string;
  readonly keepMessages: string;
  readonly nick: string;
  readonly plain: string;
  readonly room: string;
  readonly whole: string;
  readonly timeout: string;
  readonly json: string;
  readonly since: string;
  readonly lines: string;
  readonly noFollow: string;
  readonly exportRoom: string;
  readonly private: string;
  readonly help: string;
  readonly version: string;
}

/** What stands in the manual page beside the help. */
export interface ManualTexts {
  readonly headings: {
    readonly name: string;
    readonly synopsis: string;
    readonly description: string;
    readonly commands: string;
    readonly typing: string;
    readonly exitStatus: string;
    readonly files: string;
    readonly examples: string;
  };
  readonly description: string;
  readonly variables: string;
  /** What is typed and is no command. */
  readonly typing: string;
  readonly exits: {
    readonly done: string;
    readonly failed: string;
    readonly usage: string;
    readonly defect: string;
  };
  readonly messagesFolder: string;
  readonly identitiesFolder: string;
}
