/** What stands between a command line and a room: places, settings, topics of the help. */

export interface ArrivalTexts {
  readonly whichPlace: string;
  /** The last choice: somewhere else. */
  readonly anotherPlace: string;
  readonly lastTime: (when: string) => string;
  /** Before what is typed to find a place, and how to choose. */
  readonly filter: string;
  readonly choosing: string;
  readonly whichAddress: string;
  readonly settings: SettingsTexts;
  readonly topics: TopicTexts;
}

/** What is wrong with the settings file. `where` is its path, with a line where one is known. */
export interface SettingsTexts {
  readonly folder: (where: string) => string;
  readonly forbidden: (where: string) => string;
  /** `reason` is the system's own word. */
  readonly unreadable: (where: string, reason: string) => string;
  readonly tooLong: (where: string, kibibytesMax: number) => string;
  /** `reason` is the parser's own, in English. */
  readonly noToml: (where: string, reason: string) => string;
  readonly unknownKey: (where: string, key: string, nearest: string | undefined) => string;
  readonly badValue: (where: string, key: string, value: string, expected: string) => string;
}

/** `chat help TOPIC`. */
export interface TopicTexts {
  /** The topics, one line each. */
  readonly commands: string;
  readonly keys: string;
  readonly settings: string;
  /** What stands above the list of settings: where they are, and what one looks like. */
  readonly settingsFile: (path: string) => string;
  readonly settingsOrder: string;
  readonly example: string;
}
