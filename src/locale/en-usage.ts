/** What the command line says about itself, in English. */
import type { ManualTexts, UsageTexts } from "./usage-texts.ts";

export const enUsage: UsageTexts = {
  about: "A chat room in one file.",
  usage: "Usage:",
  commands: "Commands:",
  options: "Options:",
  arguments: "Arguments:",
  environment: (example) => `Every option can also be set in the environment: ${example} A flag wins.`,
  moreHelp: "chat help COMMAND shows the options of a command.",
  topics: "Topics:",
  defaultIs: (value) => `default ${value}`,
  serve: "open a room",
  join: "join a room",
  send: "say something in a room, from the command line or a pipe",
  tail: "follow a room, one line for each message",
  history: "read a room back, one line for each message",
  search: "find messages of a room, one line for each",
  export: "write the messages of a data folder as JSON lines",
  completions: "print a script that completes commands in a shell",
  man: "print the manual page",
  joinNote:
    "Without an address it offers the places where you were before. Under the nickname that you had there last, you come back into the rooms you were in. These options can stand in a file, too: chat help settings.",
  sendNote:
    "It ends with 0 only when the server has every message. An old server acknowledges nothing: there a message counts as sent when it is written to the line.",
  tailNote: "An old server has no memory: there only what is said from now on can be followed.",
  searchNote:
    "It prints the newest matches, the oldest of them first. Case and accents do not matter, and the beginning of a word finds the word.",
  exportNote:
    "It may run while the server does, and writes what there was when it began. A private message stands in the mailboxes of both, each under @ and an id.",
  completionsNote:
    "Write it to where the shell looks: ~/.local/share/bash-completion/completions/chat for bash, a file _chat in a folder of $fpath for zsh, ~/.config/fish/completions/chat.fish for fish.",
  manNote: "chat man | man -l - shows it at once.",
  helpCommand: "show this, or the help of a command",
  address: "such as example.org, ann@example.org:5000 or [::1]",
  messageText: "the message; without it each line of the input is one",
  words: "a message is found if it holds all of them",
  shell: "the shell that the script is for",
  flags: {
    port: "the room's port",
    host: "the address to listen on",
    name: "the room's name, for people",
    lang: "the language",
    logLevel: "the lowest level that is logged; debug: every event",
    logFormat: "how it is logged",
    httpPort: "the port of the page and of /healthz",
    noHttp: "no page and no /healthz",
    data: "the folder the messages are kept in",
    memory: "keep messages in memory only",
    keep: "delete messages older than this: 90d, 12h",
    keepMessages: "keep only so many messages in each room",
    nick: "your nickname",
    plain: "plain lines only: no colours, no cursor movement",
    jsonEvents: "one JSON object for each event, for programs",
    typing: "tell others that you are writing, and see who is",
    notify: "what calls you: every message, those that name you and private ones, or none",
    bell: "ring the terminal's bell when something calls you",
    notifications: "show what calls you on the desktop, too, where the terminal can",
    colour: "colours: as the terminal says (auto), always or never",
    inputHistory: "keep what you typed on disk, for the next time",
    backlog: "messages from before that are shown on coming into a room",
    room: "the room",
    whole: "all of the input is one message",
    timeout: "give up when the server is silent for so long (30s)",
    json: "one JSON object for each message",
    since: "from this on: 10m, 90d, behind a SEQ, or all",
    lines: "only the last so many",
    search: "only messages that hold all these words",
    noFollow: "end when everything was read",
    exportRoom: "only this room",
    private: "the private messages, too",
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
  exclusive: (one, other) => `${one} and ${other} cannot be given together.`,
  missingArgument: (name) => `${name} is missing.`,
  badAddress: (value) =>
    `"${value}" is not an address. Write it like example.org, ann@example.org:12231 or [::1]:12231.`,
  bareIpv6: (corrected) => `An IPv6 address stands in brackets: ${corrected}.`,
  portExpected: "a whole number from 0 to 65535",
  switchExpected: "yes or no",
  countExpected: "a whole number from 1 on",
  linesExpected: "a whole number from 0 on",
  sinceExpected: "a time such as 10m or 90d, a seq, or all",
  roomExpected: "the name of a room: without spaces, not too long, not with @ or / in front",
  nicknameExpected: "a nickname: without spaces, not too long",
  durationExpected: "a time such as 90d, 12h or 30m",
  choiceExpected: (choices) => `one of ${choices.join(", ")}`,
  textExpected: (charactersMax) => `a text of 1 to ${charactersMax} characters`,
  seeHelp: (command) => `See ${command} --help.`,
  defect: (reason) => `Something went wrong that should not have: ${reason} (CHAT_DEBUG=1 shows where)`,
};

export const enManual: ManualTexts = {
  headings: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    commands: "COMMANDS",
    typing: "WHAT YOU CAN TYPE",
    exitStatus: "EXIT STATUS",
    files: "FILES",
    examples: "EXAMPLES",
  },
  description:
    "One command opens a room, another walks in from any terminal. Nothing has to be installed, configured or running beside it.",
  variables:
    "In brackets behind each option stands the environment variable that sets it, too; the option wins. For a switch, the variable is yes or no, and so may be the option: --no-http=no.",
  typing:
    "What you type in chat join goes to everybody in the room you are in, but for what follows. // at the start stands for a / that is meant.",
  exits: {
    done: "all went as it was wished",
    failed: "it could not be done, or something was refused, dropped, missing or not sent; stderr says what",
    usage: "wrong usage",
    defect: "a defect of the program; CHAT_DEBUG=1 shows where",
  },
  messagesFolder: "the messages of a room, one folder for each port; --data names another one",
  identitiesFolder: "who you were in a room, so that you come back under the same nickname",
  settingsFile: "the settings of chat join; chat help settings shows all",
};
