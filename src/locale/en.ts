/** Everything that people read, in English. */
import type { Catalogue } from "./catalogue.ts";
import { enArrival } from "./en-arrival.ts";
import { enClient, enPipe } from "./en-client.ts";
import { enFace, enKeys } from "./en-face.ts";
import { enManual, enUsage } from "./en-usage.ts";

export const en: Catalogue = {
  languageTag: "en-GB",
  faults: {
    bad_utf8: () => "That was not valid UTF-8. Send text in UTF-8.",
    bad_json: () => "That was not a JSON object. Send one JSON object for each request.",
    too_deep: ({ depthMax }) => `That JSON is nested deeper than ${depthMax} levels. Requests are flat.`,
    frame_too_long: ({ bytesMax }) => `That request is longer than ${bytesMax} bytes. Send it in parts.`,
    bad_field: ({ field, expected }) => `The field "${field}" must be: ${expected}.`,
    unknown_type: ({ value }) => `There is no request of the type "${value}".`,
    not_logged_in: () => "Log in with a nickname first.",
    already_logged_in: () => "You are logged in already. Leave and join again to change the nickname.",
    nickname_empty: () => "A nickname needs at least one character.",
    nickname_space: () => "A nickname cannot hold spaces. Choose another one.",
    nickname_too_long: ({ graphemesMax }) =>
      `A nickname has at most ${graphemesMax} characters. Choose a shorter one.`,
    nickname_characters: () => "That nickname holds characters that cannot be seen. Choose another one.",
    nickname_taken: ({ nickname }) => `The nickname ${nickname} is taken. Choose another one.`,
    nickname_unknown: ({ nickname }) => `Nobody here is called ${nickname}. Type /ls to see who is here.`,
    message_empty: () => "There was nothing in that message to send.",
    message_too_long: ({ bytesMax }) => `That message is longer than ${bytesMax} bytes. Send it in parts.`,
    ignoring: () => "You are ignoring the room, so you cannot write to it. Type /i to come back.",
    key_too_old: () =>
      "This was first sent so long ago that the server cannot tell whether it has it. It was not sent; send it anew if it is missing.",
    storage: () => "The server cannot use its disk right now. Nothing was sent or changed; try again.",
    busy: ({ retry_after: ms }) => `The server is busy. Try again in ${Math.ceil(ms / 1_000)} seconds.`,
    too_many_faults: () => "Too many requests could not be understood, so the connection is closed.",
    login_timeout: () => "There was no login for too long, so the connection is closed.",
    frame_timeout: () => "The rest of a request did not arrive in time, so the connection is closed.",
    server_full: () => "The server has no room for more people right now. Try again later.",
    shutting_down: () => "The server is closing. Try again in a moment.",
    replaced: () => "You came back over another connection, so this one is closed.",
    too_many_rooms: () => "You are in too many rooms. Leave one with /leave first.",
    room_name: ({ graphemesMax }) =>
      `A room's name has 1 to ${graphemesMax} characters, no spaces, and does not begin with @ or /.`,
    not_in_room: ({ room }) => `You are not in ${room}. Type /join ${room} first.`,
    topic_too_long: ({ charactersMax }) => `A topic has at most ${charactersMax} characters.`,
    away_too_long: ({ charactersMax }) => `Why you are away has at most ${charactersMax} characters.`,
  },
  notices: {
    join: (nickname) => `${nickname} joined the room`,
    leave: (nickname) => `${nickname} left the room`,
    topic: (nickname, topic) =>
      topic === "" ? `${nickname} took the topic away` : `${nickname} set the topic: ${topic}`,
    nick: (nickname, to) => `${nickname} is called ${to} now`,
    away: (nickname, text) => (text === "" ? `${nickname} is away` : `${nickname} is away: ${text}`),
  },
  greeting: (serverName) => `Welcome to ${serverName}`,
  loggedIn: (nickname, serverName) => `Welcome to ${serverName}, ${nickname}`,
  ignoring:
    "You ignore the room now: you do not see its messages and cannot write to it. /i brings you back.",
  notIgnoring: "You are back in the room.",
  notHttp: "This is a chat server, not a web server. Join it in a terminal with: chat join HOST",
  classicHelp: [
    "@nick text   say something to one person only",
    "/ls          who is here",
    "/h           this help",
    "/i           ignore the room, or come back to it",
  ].join("\r\n"),
  serve: {
    listening: (name) => `${name} is open.`,
    joinWith: "Others join with:",
    pageAt: (address) => `A page that says how: ${address}`,
    noPage: (port) => `No page: port ${port} cannot be opened. Choose another one with --http-port.`,
    pageLead: "To join this room, download chat and type in a terminal:",
    pageMissing: "There is no such page here.",
    keptIn: (folder) => `Messages are kept in ${folder}.`,
    keptInMemory: "Messages are kept in memory only, until the room closes.",
    upgrading: (folder, copy) =>
      `${folder} was written by an earlier chat and is upgraded now. It is copied to ${copy} first.`,
    copied: (megabytes, total) => `Copied ${megabytes} of ${total} MB.`,
    upgraded: (copy) => `Upgraded. The copy ${copy} is deleted when the server starts the next time.`,
    stopHint: "Ctrl-C closes the room.",
    stopping: "The room is closing.",
    portTaken: (port, flag) =>
      `Port ${port} is in use already. Choose another one with ${flag}, or stop what is using it.`,
    portForbidden: (port, flag) =>
      `Port ${port} needs more rights than this user has. Choose one above 1023 with ${flag}.`,
    hostUnusable: (host) =>
      `This machine has no address ${host}. Choose another one with --host, or leave it out.`,
    listenFailed: (reason) => `The room could not be opened: ${reason}.`,
  },
  store: {
    newer: (folder) =>
      `The data in ${folder} was written by a newer chat. Use that one, or another folder with --data.`,
    in_use: (folder) =>
      `Another chat serve is using ${folder}. Stop it, or choose another folder with --data.`,
    read_only: (folder) =>
      `Nothing can be written in ${folder}. Give this user the right to, or choose another folder with --data.`,
    no_room: (folder, megabytes = 0) =>
      `${folder} was written by an earlier chat. Its upgrade copies it first, and needs ${megabytes} MB more on the disk; nothing was changed. Make room, or choose another folder with --data.`,
    full: (folder) => `The disk of ${folder} is full. Make room, or choose another folder with --data.`,
    damaged: (folder) =>
      `The data in ${folder} is damaged. Bring it back from a backup, or choose another folder with --data.`,
    missing: (folder) => `There is no chat data in ${folder}. Check the path given with --data.`,
    homeless: () => "This user has no home folder to keep messages in. Name a folder with --data.",
    gone: (folder) =>
      `${folder} was deleted or moved while it was in use. Bring it back, or stop the server and start it again.`,
    replaced: (folder) =>
      `Another folder or file stands in the place of ${folder}. Bring the first one back, or stop the server and start it again.`,
    unusable: (folder) => `${folder} cannot be used as a data folder. Choose another one with --data.`,
  },
  client: enClient,
  arrival: enArrival,
  face: enFace,
  keys: enKeys,
  pipe: enPipe,
  usage: enUsage,
  manual: enManual,
};
