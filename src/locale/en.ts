/** Everything that people read, in English. */
import type { Catalogue } from "./catalogue.ts";

export const en: Catalogue = {
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
    storage: () => "The server cannot store messages right now. Yours was not sent; try again.",
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
  },
  notices: {
    join: (nickname) => `${nickname} joined the room`,
    leave: (nickname) => `${nickname} left the room`,
    topic: (nickname, topic) =>
      topic === "" ? `${nickname} took the topic away` : `${nickname} set the topic: ${topic}`,
  },
  greeting: (serverName) => `Welcome to ${serverName}`,
  loggedIn: (nickname, serverName) => `Welcome to ${serverName}, ${nickname}`,
  ignoring:
    "You ignore the room now: you do not see its messages and cannot write to it. /i brings you back.",
  notIgnoring: "You are back in the room.",
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
    pageLead: "To join this room, download chat and type in a terminal:",
    pageMissing: "There is no such page here.",
    stopHint: "Ctrl-C closes the room.",
    stopping: "The room is closing.",
    portTaken: (port) =>
      `Port ${port} is in use already. Choose another one with --port, or stop what is using it.`,
    portForbidden: (port) =>
      `Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`,
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
    full: (folder) => `The disk of ${folder} is full. Make room, or choose another folder with --data.`,
    damaged: (folder) =>
      `The data in ${folder} is damaged. Bring it back from a backup, or choose another folder with --data.`,
    missing: (folder) => `There is no chat data in ${folder}. Check the path given with --data.`,
    unusable: (folder) => `${folder} cannot be used as a data folder. Choose another one with --data.`,
  },
  client: {
    askNickname: "Which nickname do you want?",
    connecting: (address) => `Connecting to ${address} …`,
    online: (nickname, server) => `You are ${nickname} in ${server}. /help shows what you can type.`,
    offline: (reason, seconds) => `${reason} Trying again in ${seconds} s; go on typing.`,
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
      "Too many messages wait for the server. This one was not taken; try again when the line is back.",
    skipped: (count) => `The terminal stood still: ${count} messages are not shown here.`,
    oldServer: "This server is an old one: it has a single room and no memory.",
    roomIs: (room, topic) => (topic === "" ? `You are in ${room} now.` : `You are in ${room} now: ${topic}`),
    leftRoom: (room) => `You left ${room}.`,
    topicIs: (room, topic) => (topic === "" ? `${room} has no topic.` : `The topic of ${room}: ${topic}`),
    rooms: (count) => (count === 1 ? "There is 1 room:" : `There are ${count} rooms:`),
    roomLine: (room, members, topic) => `${room} (${members})${topic === "" ? "" : ` ${topic}`}`,
    past: (room) => `Said before in ${room}:`,
    found: (room, count, query) =>
      count === 0 ? `Nothing in ${room} holds: ${query}` : `Found in ${room}, for ${query}:`,
    nothingPast: (room) => `Nothing was said in ${room} before.`,
    waiting: "waiting",
    commands: {
      ls: "who is here",
      join: "go into a room",
      leave: "leave a room; leaving the lobby is leaving altogether",
      rooms: "which rooms there are",
      topic: "show or set the room's topic",
      history: "read back",
      search: "find messages that hold all these words",
      help: "this help",
      ignore: "ignore the room, or come back to it",
      quit: "leave",
      private: "say something to one person only",
    },
    connectionLost: "The connection to the server is lost.",
    connectionRefused: (address) => `Nothing answers at ${address}. Is the room open, and is the port right?`,
    hostUnknown: (host) => `There is no machine called ${host}. Check the name.`,
    unreachable: (address, reason) => `${address} cannot be reached: ${reason}.`,
    noAnswer: (address) => `Something is at ${address}, but it does not answer as a chat room.`,
    nicknameNeeded: "A nickname is needed: chat join NICK@HOST, or --nick NICK.",
    timedOut: "nothing answered in time",
    noRoute: "there is no way to that network",
    notSent: (count) => (count === 1 ? "1 message was not sent." : `${count} messages were not sent.`),
  },
  usage: {
    about: "A chat room in one file.",
    usage: "Usage:",
    commands: "Commands:",
    options: "Options:",
    arguments: "Arguments:",
    environment: (example) => `Every option can also be set in the environment: ${example} A flag wins.`,
    moreHelp: "chat help COMMAND shows the options of a command.",
    defaultIs: (value) => `default ${value}`,
    serve: "open a room",
    join: "join a room",
    helpCommand: "show this, or the help of a command",
    address: "such as example.org, ann@example.org:5000 or [::1]",
    flags: {
      port: "the room's port",
      host: "the address to listen on",
      name: "the room's name, for people",
      lang: "the language",
      logLevel: "the lowest level that is logged",
      logFormat: "how it is logged",
      httpPort: "the port of the page and of /healthz",
      noHttp: "no page and no /healthz",
      data: "the folder the messages are kept in",
      memory: "keep messages in memory only",
      keep: "delete messages older than this: 90d, 12h",
      keepMessages: "keep only so many messages in each room",
      nick: "your nickname",
      plain: "plain lines only: no colours, no cursor movement",
      help: "show this",
      version: "show version, commit and target",
    },
    unknownCommand: (name, nearest) =>
      nearest === undefined
        ? `There is no command "${name}".`
        : `There is no command "${name}". Did you mean ${nearest}?`,
    unknownFlag: (name, nearest) =>
      nearest === undefined
        ? `There is no option ${name}.`
        : `There is no option ${name}. Did you mean ${nearest}?`,
    flagNeedsValue: (name) => `The option ${name} needs a value.`,
    badFlag: (name, value, expected) => `${name} cannot be "${value}". It must be ${expected}.`,
    unexpectedArgument: (value) => `"${value}" is one argument too many.`,
    missingArgument: (name) => `${name} is missing.`,
    badAddress: (value) =>
      `"${value}" is not an address. Write it like example.org, ann@example.org:12231 or [::1]:12231.`,
    bareIpv6: (corrected) => `An IPv6 address stands in brackets: ${corrected}.`,
    portExpected: "a whole number from 0 to 65535",
    switchExpected: "yes or no",
    countExpected: "a whole number from 1 on",
    durationExpected: "a time such as 90d, 12h or 30m",
    choiceExpected: (choices) => `one of ${choices.join(", ")}`,
    textExpected: (charactersMax) => `a text of 1 to ${charactersMax} characters`,
    seeHelp: (command) => `See ${command} --help.`,
    defect: (reason) => `Something went wrong that should not have: ${reason} (CHAT_DEBUG=1 shows where)`,
  },
};
