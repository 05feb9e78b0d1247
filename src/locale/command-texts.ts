/** What the chat line's commands are, in words. */

/** `short` is a line of `/help`; `long` is what `/help COMMAND` says beside it, where there is more to say. */
export interface CommandText {
  readonly short: string;
  readonly long?: string | undefined;
}

/** Of each command, and of a message for one person. */
export interface CommandTexts {
  readonly private: CommandText;
  readonly msg: CommandText;
  readonly query: CommandText;
  readonly me: CommandText;
  readonly edit: CommandText;
  readonly join: CommandText;
  readonly leave: CommandText;
  readonly rooms: CommandText;
  readonly topic: CommandText;
  readonly ls: CommandText;
  readonly who: CommandText;
  readonly whois: CommandText;
  readonly history: CommandText;
  readonly search: CommandText;
  readonly notify: CommandText;
  readonly nick: CommandText;
  readonly away: CommandText;
  readonly back: CommandText;
  /** One person's messages, and all of the room's. */
  readonly hide: CommandText;
  readonly unhide: CommandText;
  readonly ignore: CommandText;
  readonly clear: CommandText;
  readonly help: CommandText;
  readonly quit: CommandText;
}
