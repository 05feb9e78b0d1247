/** What stands between a command line and a room, in English. */
import type { ArrivalTexts } from "./arrival-texts.ts";

export const enArrival: ArrivalTexts = {
  whichPlace: "Where do you want to go?",
  anotherPlace: "another one …",
  lastTime: (when) => `last time: ${when}`,
  filter: "Find:",
  choosing: "↑/↓ chooses, Enter goes there, typing finds",
  whichAddress: "Which address? Such as example.org, or ann@example.org:5000",
  settings: {
    folder: (where) => `${where} is a folder. Settings stand in a file.`,
    forbidden: (where) => `You may not read ${where}.`,
    unreadable: (where, reason) => `${where} cannot be read: ${reason}.`,
    tooLong: (where, kibibytesMax) => `${where} is longer than ${kibibytesMax} KiB. Settings need no more.`,
    noToml: (where, reason) => `${where}: this is no TOML: ${reason}.`,
    unknownKey: (where, key, nearest) =>
      nearest === undefined
        ? `${where}: there is no setting "${key}". chat help settings shows all.`
        : `${where}: there is no setting "${key}". Did you mean ${nearest}?`,
    badValue: (where, key, value, expected) => `${where}: ${key} cannot be ${value}. It must be ${expected}.`,
  },
  topics: {
    commands: "what you can type in chat join",
    keys: "what the keys do in chat join",
    settings: "what you can set in a file",
    settingsFile: (path) => `The settings of chat join are in ${path}, in TOML. There need not be one.`,
    settingsOrder: "An option of the command line wins over the environment, and that over the file.",
    example: "Such as:",
  },
};
