/** What the commands that go to a room share: its address, the nickname, the room. */
import { processPipePorts } from "../client/process-ports.ts";
import type { PipeTarget } from "../client/pipe/pipe-session.ts";
import type { UsageTexts } from "../locale/usage-texts.ts";
import { languages } from "../locale/language.ts";
import { lobby } from "../protocol/entry.ts";
import { nicknameBytesMax } from "../protocol/limits.ts";
import { parseNickname } from "../protocol/nickname.ts";
import { parseRoom } from "../protocol/room.ts";
import { excerpt } from "../protocol/text.ts";
import type { Address } from "./address.ts";
import { parseAddress } from "./address.ts";
import type { Context, Given, Positional } from "./command.ts";
import type { Flag } from "./flag.ts";
import { choiceFlag, textFlag } from "./flag.ts";

export const addressPositional: Positional = {
  name: "[NICK@]HOST[:PORT]",
  text: (usage) => usage.address,
  problem: addressProblem,
};

export const nicknameFlag = textFlag({
  name: "nick",
  text: "nick",
  takes: "NICK",
  fallback: undefined,
  charactersMax: nicknameBytesMax,
});

export const languageFlag = choiceFlag({ name: "lang", text: "lang", fallback: undefined }, languages);

/** The room's name as it is used everywhere. */
export const roomFlag: Flag<string> = { ...roomNamed("room"), fallback: lobby };

/** One room of all. */
export const exportRoomFlag: Flag<string | undefined> = { ...roomNamed("exportRoom"), fallback: undefined };

/** The address that was given, which the table's check let pass. */
function addressOf(given: Given): Address {
  const parsed = parseAddress(given.positionals[0] ?? "");
  if (!parsed.ok) throw new Error("an address that the table's check let pass cannot be read");
  return parsed.address;
}

/** The nickname comes from the flag, else from before the `@`, else from the environment; unchecked. */
function nicknameOf(given: Given, address: Address): string | undefined {
  return given.getTyped(nicknameFlag) ?? address.nickname ?? given.get(nicknameFlag);
}

/** Who goes where, for a program; a sentence when the nickname breaks the rules. */
export function pipeTargetOf(given: Given, context: Context): PipeTarget | string {
  const address = addressOf(given);
  const nickname = nicknameOf(given, address);
  const { catalogue, environment, stderr, signal } = context;
  const { usage } = catalogue;
  const checked = nickname === undefined ? undefined : parseNickname(nickname);
  if (nickname !== undefined && checked?.ok === false)
    return usage.badFlag("NICK", excerpt(nickname), usage.nicknameExpected);
  const { host, port } = address;
  const room = given.get(roomFlag);
  return {
    host,
    port,
    nickname: checked?.ok === true ? checked.value : undefined,
    room,
    catalogue,
    ports: processPipePorts(host, port, environment),
    stderr,
    signal,
  };
}

function addressProblem(text: string): ((usage: UsageTexts) => string) | undefined {
  const parsed = parseAddress(text);
  if (parsed.ok) return undefined;
  const { problem } = parsed;
  return (usage) =>
    problem.code === "bare_ipv6" ? usage.bareIpv6(problem.corrected) : usage.badAddress(excerpt(text));
}

function roomNamed(text: "room" | "exportRoom"): Omit<Flag<string>, "fallback"> {
  return {
    name: "room",
    text,
    takes: "ROOM",
    parse: (raw) => {
      const room = parseRoom(raw.trim());
      return room.ok ? room.value : undefined;
    },
    expected: (usage) => usage.roomExpected,
  };
}
