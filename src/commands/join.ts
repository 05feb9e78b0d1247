/** `chat join`: walks into a room. Turns flags into the client's options; must not know how a client works. */
import { notifyLevelDefault, notifyLevels } from "../base/notify-level.ts";
import { join } from "../client/join.ts";
import type { JoinOptions } from "../client/join.ts";
import { processPorts } from "../client/process-ports.ts";
import { colours } from "../client/preferences.ts";
import type { Preferences } from "../client/preferences.ts";
import { backlogMessages } from "./limits.ts";
import type { Command, Context, Given, Setting } from "./command.ts";
import { exitCodes } from "./command.ts";
import type { Destination } from "./destination.ts";
import { destinationOf } from "./destination.ts";
import { choiceFlag, numberFlag, switchFlag, yesFlag } from "./flag.ts";
import { addressPositional, languageFlag, nicknameFlag } from "./place.ts";

const flags = {
  nickname: nicknameFlag,
  language: languageFlag,
  plain: switchFlag({ name: "plain", text: "plain" }),
  json: switchFlag({ name: "json", text: "jsonEvents" }),
  typing: yesFlag({ name: "typing", text: "typing" }),
  notify: choiceFlag({ name: "notify", text: "notify", fallback: notifyLevelDefault }, notifyLevels),
  bell: yesFlag({ name: "bell", text: "bell" }),
  notifications: yesFlag({ name: "notifications", text: "notifications" }),
  colour: choiceFlag({ name: "colour", text: "colour", fallback: "auto" as const }, colours),
  history: yesFlag({ name: "history", text: "inputHistory" }),
  backlog: numberFlag({ name: "backlog", text: "backlog", fallback: backlogMessages }),
};

const settings: readonly Setting[] = [
  { flag: flags.nickname, holds: "text" },
  { flag: flags.language, holds: "text" },
  { flag: flags.plain, holds: "switch" },
  { flag: flags.typing, holds: "switch" },
  { flag: flags.notify, holds: "text" },
  { flag: flags.bell, holds: "switch" },
  { flag: flags.notifications, holds: "switch" },
  { flag: flags.colour, holds: "text" },
  { flag: flags.history, holds: "switch" },
  { flag: flags.backlog, holds: "number" },
];

export const joinCommand: Command = {
  name: "join",
  summary: (usage) => usage.join,
  positionals: [{ ...addressPositional, name: "[[NICK@]HOST[:PORT]]", optional: true }],
  flags: Object.values(flags),
  settings,
  note: (usage) => usage.joinNote,
  run: walkIn,
};

export function joinOptions(given: Given, context: Context, destination: Destination): JoinOptions {
  const { catalogue, environment, stdin, stdout, stderr, signal } = context;
  const preferences = preferencesOf(given);
  return {
    ...destination,
    catalogue,
    plain: given.get(flags.plain),
    json: given.get(flags.json),
    preferences,
    ports: processPorts({ ...destination, catalogue, environment, preferences }),
    environment,
    stdin,
    stdout,
    stderr,
    signal,
  };
}

async function walkIn(given: Given, context: Context): Promise<number> {
  const { stderr } = context;
  const lines = given.get(flags.plain) || given.get(flags.json);
  const destination = await destinationOf(given, context, lines);
  if (destination === "nowhere") return exitCodes.done;
  if (typeof destination !== "object") {
    const { usage } = context.catalogue;
    stderr.write(`${usage.missingArgument(addressPositional.name)} ${usage.seeHelp("chat join")}\n`);
    return exitCodes.usage;
  }
  const end = await join(joinOptions(given, context, destination));
  if (end.reason !== undefined) stderr.write(`${end.reason}\n`);
  return end.code;
}

function preferencesOf(given: Given): Preferences {
  return {
    typing: given.get(flags.typing),
    notify: given.get(flags.notify),
    bell: given.get(flags.bell),
    notifications: given.get(flags.notifications),
    colour: given.get(flags.colour),
    inputHistory: given.get(flags.history),
    backlog: given.get(flags.backlog),
  };
}
