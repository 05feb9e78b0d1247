/** What the chat line's commands are, in English. */
import type { CommandTexts } from "./command-texts.ts";

export const enCommands: CommandTexts = {
  private: {
    short: "say something to one person only",
    long: "@nick: and @nick, do the same. /query opens a conversation with them to stay in.",
  },
  msg: { short: "the same as @nick text" },
  query: {
    short: "open a private conversation",
    long: "Until /leave, what you type goes to NICK alone. TEXT is said at once.",
  },
  me: {
    short: "say what you do: * ann waves",
    long: "With // in front the line is shown as you wrote it.",
  },
  edit: {
    short: "write the message in your editor",
    long: "What you write in $EDITOR is on the line when you leave it, to be sent with Enter. Alt-e takes along what stands on the line.",
  },
  join: {
    short: "go into a room",
    long: "A room that does not exist is made. You stay in the rooms that you are in.",
  },
  leave: {
    short: "leave a room; in the lobby, leave the chat",
    long: "In a private conversation it closes that one.",
  },
  rooms: { short: "which rooms there are" },
  topic: { short: "show or set the room's topic" },
  ls: { short: "who is here" },
  who: {
    short: "who is in a room, with who is away",
    long: "Without ROOM it is the one you are in. You have to be in it yourself.",
  },
  whois: { short: "where somebody is, and since when" },
  history: {
    short: "read back",
    long: "Shows the N messages (50) that were said before those on the screen; again: the ones before these.",
  },
  search: {
    short: "find messages that hold all these words",
    long: "It looks in the conversation that you are in, and shows the newest.",
  },
  notify: {
    short: "when this conversation calls you",
    long: "At every message (all), at private ones and those that name you (mentions), or never (off). It is remembered.",
  },
  nick: { short: "take another nickname" },
  away: {
    short: "say that you are away",
    long: "Who writes to you alone is told so, with your TEXT. /back ends it.",
  },
  back: { short: "say that you are back" },
  hide: {
    short: "show nothing more of this person",
    long: "They are not told. It is remembered, until /unignore. Without NICK it shows who is ignored.",
  },
  unhide: { short: "show this person's messages again" },
  ignore: {
    short: "ignore the room, or come back to it",
    long: "All of the lobby, not only one person: that is /ignore NICK.",
  },
  clear: {
    short: "clear the screen",
    long: "Nothing is deleted: /history shows the last messages again.",
  },
  help: { short: "this help, or more about a command" },
  quit: { short: "leave" },
};
