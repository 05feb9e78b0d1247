/** What the command line says about itself: one field for each text. */

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
  readonly topics: string;
  readonly defaultIs: (value: string) => string;
  readonly serve: string;
  readonly join: string;
  readonly send: string;
  readonly tail: string;
  readonly history: string;
  readonly search: string;
  readonly export: string;
  readonly completions: string;
  readonly man: string;
  /** What stands at the end of a command's help. */
  readonly sendNote: string;
  readonly joinNote: string;
  readonly tailNote: string;
  readonly searchNote: string;
  readonly exportNote: string;
  readonly completionsNote: string;
  readonly manNote: string;
  readonly helpCommand: string;
  readonly address: string;
  readonly messageText: string;
  readonly words: string;
  readonly shell: string;
  readonly flags: FlagTexts;
  readonly unknownCommand: (name: string, nearest: string | undefined) => string;
  readonly unknownFlag: (name: string, nearest: string | undefined) => string;
  readonly flagNeedsValue: (name: string) => string;
  readonly badFlag: (name: string, value: string, expected: string) => string;
  readonly unexpectedArgument: (value: string) => string;
  /** Two things that cannot be given together. */
  readonly exclusive: (one: string, other: string) => string;
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
  readonly jsonEvents: string;
  readonly typing: string;
  readonly notify: string;
  readonly bell: string;
  readonly notifications: string;
  readonly colour: string;
  readonly inputHistory: string;
  readonly backlog: string;
  readonly room: string;
  readonly whole: string;
  readonly timeout: string;
  readonly json: string;
  readonly since: string;
  readonly lines: string;
  readonly search: string;
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
  readonly settingsFile: string;
}
