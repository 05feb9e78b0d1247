/** What the chat line and the pipes say, in English. */
import type { ClientTexts, PipeTexts } from "./client-texts.ts";
import { enCommands } from "./en-commands.ts";

export const enClient: ClientTexts = {
  askNickname: "Which nickname do you want?",
  connecting: (address) => `Connecting to ${address} …`,
  online: (nickname, server) => `You are ${nickname} in ${server}. /help shows what you can type.`,
  onlineAgain: (nickname, server) =>
    `You are ${nickname} in ${server}, as last time. /help shows what you can type.`,
  offline: (reason, seconds) => `${reason} Trying again in ${seconds} s; go on typing.`,
  retryIn: (seconds) => `Trying again in ${seconds} s; go on typing`,
  goodbye: "Goodbye.",
  members: (count) => (count === 1 ? "1 person is here:" : `${count} people are here:`),
  privateTo: (nickname) => `to ${nickname}`,
  privateFrom: (nickname) => `from ${nickname}`,
  unknownCommand: (name, nearest) =>
    nearest === undefined
      ? `There is no command ${name}. /help shows all.`
      : `There is no command ${name}. Did you mean ${nearest}?`,
  commandUsage: (usage) => `Type it like this: ${usage}`,
  outboxFull:
    "Too many messages wait for the server. This one was not taken; try again when the connection is back.",
  skipped: (count) => `The terminal stood still: ${count} messages are not shown here.`,
  oldServer: "This server is an old one: it has a single room and no memory.",
  waitForRooms: (count) =>
    count === 1
      ? "1 message for another room is kept until you are in that room again."
      : `${count} messages for other rooms are kept until you are in those rooms again.`,
  onlyAtTerminal: "Plain lines cannot do that: chat join without --plain can, at a terminal.",
  onlyInRooms: "That is for rooms, and this is a private conversation. /leave closes it.",
  notYourself: "You cannot ignore yourself.",
  privateMessages: "your private messages",
  gap: {
    deleted: (where, from, to) =>
      `Messages ${from} to ${to} of ${where} are missing: the server deleted them before they came to you.`,
    branch: (where, from, to) =>
      `Messages ${from} to ${to} of ${where} are gone from the server: its data was restored from an older copy.`,
    server: (where, from, to) =>
      `The server holds other messages than before: ${from} to ${to} of ${where} are not shown here.`,
  },
  notHidden: (nickname) => `${nickname} is not ignored.`,
  roomIs: (room) => `You are in ${room} now.`,
  leftRoom: (room) => `You left ${room}.`,
  topicIs: (room, topic) => (topic === "" ? `${room} has no topic.` : `The topic of ${room}: ${topic}`),
  rooms: (count) => (count === 1 ? "There is 1 room:" : `There are ${count} rooms:`),
  roomLine: (room, members, topic) => `${room} (${members})${topic === "" ? "" : ` ${topic}`}`,
  past: (room) => `Said before in ${room}:`,
  newestSearched: "Only the newest messages were searched.",
  searchedTo: (when) => `Searched back to ${when}; /search again goes on.`,
  found: (room, query) => `Found in ${room}, for ${query}:`,
  foundNothing: (room, query) => `Nothing in ${room} holds: ${query}`,
  foundNothingYet: (room, query) => `Nothing was found so far in ${room} for: ${query}`,
  foundNothingMore: (room, query) => `Nothing further back in ${room} holds: ${query}`,
  nothingPast: (room) => `Nothing was said in ${room} before.`,
  waiting: "waiting",
  delayed: "The server cannot take messages right now. They wait and are sent again.",
  came: (names, more) => `${list(names, more)} joined the room`,
  went: (names, more) => `${list(names, more)} left the room`,
  cameBack: (names, more) => `${list(names, more)} came back`,
  passedBy: (names, more) => `${list(names, more)} came and went`,
  membersHere: (count) => `${count} here`,
  pendingCount: (count) => `${count} waiting`,
  searching: (query) => `Search: ${query} (Ctrl-R older, Enter takes it, Esc back)`,
  searchFailed: (query) => `Not found: ${query} (Esc back)`,
  draftLong: (lines, kibibytes) =>
    `Enter sends ${lines === 1 ? "1 line" : `${lines} lines`}, Esc goes back to the text (${kibibytes} KiB).`,
  draftTooLong: (kibibytes, kibibytesMax) =>
    `Too long for a message: ${kibibytes} of ${kibibytesMax} KiB. Esc goes back; chat send takes files.`,
  commands: enCommands,
  connectionLost: "The connection to the server is lost.",
  connectionRefused: (address) => `Nothing answers at ${address}. Is the room open, and is the port right?`,
  hostUnknown: (host) => `There is no machine called ${host}. Check the name.`,
  unreachable: (address, reason) => `${address} cannot be reached: ${reason}.`,
  noAnswer: (address) => `Something is at ${address}, but it does not answer as a chat room.`,
  nicknameNeeded: "A nickname is needed: chat join NICK@HOST, or --nick NICK.",
  timedOut: "nothing answered in time",
  noRoute: "there is no way to that network",
  notSent: (count) => (count === 1 ? "1 message was not sent." : `${count} messages were not sent.`),
  notAcknowledged: (count) =>
    count === 1
      ? "1 message was not acknowledged; the server may have stored it."
      : `${count} messages were not acknowledged; the server may have stored them.`,
  inputIsFolder: "The input is a folder; give it a file.",
  inputUnreadable: (code) => `The input cannot be read: ${code}.`,
  atLine: (line, sentence) => `Line ${line}: ${sentence}`,
  homeless:
    "This user has no home folder, so nothing can be kept: what is not sent when chat ends is lost, and the server will not recognise you next time.",
  perhapsMissed: (room) =>
    `The connection was lost while you were joining ${room}: messages from then may be missing. /history there shows them.`,
  brokenMessages: (count) =>
    count === 1
      ? "The server sent 1 message that breaks the protocol; it was dropped. Tell whoever runs the server."
      : `The server sent ${count} messages that break the protocol; they were dropped. Tell whoever runs the server.`,
  brokenAnswer:
    "The server's answer breaks the protocol: it is not known whether this was done. Check that before you try again.",
  brokenLogin: (address) =>
    `The server at ${address} does not keep to the protocol. Check the address, or tell whoever runs the server.`,
  keepsNothing: (folder) =>
    `Nothing can be kept in ${folder}: what is not sent when chat ends is lost, and the server will not recognise you next time.`,
  keptUnsent: (count) =>
    count === 1
      ? "1 message waits for the next time you join under this nickname."
      : `${count} messages wait for the next time you join under this nickname.`,
};

export const enPipe: PipeTexts = {
  retrying: (reason, seconds) => `${reason} Trying again in ${seconds} s.`,
  back: "The connection is back.",
  gaveUp: (seconds) => `The server took nothing and answered nothing for ${seconds} s.`,
  interrupted: "It was stopped before all of the input was sent.",
  noSuchRoom: (room) => `There are no messages of a room ${room}.`,
  beyondEnd: (room, seq, head) =>
    `The newest message of ${room} is ${head}, so there is none after ${seq}: perhaps the server's data was restored from an older copy. Give --since a smaller number.`,
};

function list(names: readonly string[], more: number): string {
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
