/** `chat send`: says something in a room. Turns flags into the client's options; must not know how a client works. */
import { send } from "../client/pipe/send.ts";
import { pipeTimeoutMs } from "./limits.ts";
import type { Command, Context, Given } from "./command.ts";
import { exitCodes } from "./command.ts";
import { durationFlag, switchFlag } from "./flag.ts";
import { refuseBoth } from "./refusal.ts";
import { addressPositional, languageFlag, nicknameFlag, pipeTargetOf, roomFlag } from "./place.ts";

const flags = {
  nickname: nicknameFlag,
  room: roomFlag,
  whole: switchFlag({ name: "whole", text: "whole" }),
  timeout: durationFlag({ name: "timeout", text: "timeout", fallback: undefined }),
  language: languageFlag,
};

export const sendCommand: Command = {
  name: "send",
  summary: (usage) => usage.send,
  positionals: [
    addressPositional,
    { name: "[TEXT…]", text: (usage) => usage.messageText, many: true, problem: () => undefined },
  ],
  flags: Object.values(flags),
  note: (usage) => usage.sendNote,
  run: say,
};

async function say(given: Given, context: Context): Promise<number> {
  const { stdin, stderr } = context;
  const target = pipeTargetOf(given, context);
  if (typeof target === "string") {
    stderr.write(`${target}\n`);
    return exitCodes.usage;
  }
  const words = given.positionals.slice(1);
  if (words.length > 0 && given.getTyped(flags.whole) === true)
    return refuseBoth(context, "chat send", ["--whole", "TEXT"]);
  const text = words.length === 0 ? undefined : words.join(" ");
  const whole = given.get(flags.whole);
  const timeoutMs = given.get(flags.timeout) ?? pipeTimeoutMs;
  const end = await send({ target, text, stdin, whole, timeoutMs });
  if (end.reason !== undefined) stderr.write(`${end.reason}\n`);
  return end.code;
}
