/**
 * Runs a transcript through the room's logic: gives it back with what the room did behind each of its lines. What a line
 * may say is in `read`; how the room's doings are told, in `tell`. Must not know bytes or sockets.
 */
import type { Effect } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import { emptyState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { assertNever, faultText } from "../../src/protocol/faults.ts";
import type { Fault } from "../../src/protocol/faults.ts";
import { decodeRequest } from "../../src/protocol/requests.ts";

/** The transcript as it would be, were it written today. */
export function replay(transcript: string): string {
  const state = emptyState({ name: "Tea room", version: "1.0" });
  const people: string[] = [];
  const lines = transcript.split("\n").filter((line) => !line.startsWith("  ->"));
  return lines
    .flatMap((line) => {
      const event = read(line, people);
      const effects = event === undefined ? [] : step(state, event);
      return [line, ...effects.map((effect) => `  -> ${tell(effect, people)}`)];
    })
    .join("\n");
}

/** What a line says that happens; an empty one and one that begins with `#` say nothing. */
function read(line: string, people: string[]): Event | undefined {
  const time = Date.UTC(2026, 10, 23, 9, 44, 3);
  if (line === "" || line.startsWith("#")) return undefined;
  if (line === "the server closes") return { type: "shutdown", time };
  const [, name = "", , verb = "", rest = ""] = /^(\S+?)(>)? (\S+) ?(.*)$/.exec(line) ?? [];
  if (verb === "connects") people.push(name);
  const session = people.lastIndexOf(name) + 1;
  switch (verb) {
    case "connects":
      return { type: "opened", session };
    case "disconnects":
      return { type: "closed", session, time };
    case "waits":
      return { type: "expelled", session, fault: { code: "login_timeout" }, time };
    default: {
      const identity = `${name}'s mailbox`;
      const decoded = decodeRequest(frameOf(verb, rest));
      if (!decoded.ok) return { type: "garbled", session, ...decoded, time };
      return { type: "requested", session, request: decoded.request, time, identity };
    }
  }
}

/** `login NICK`, `login2 NICK` (in v2), `broadcast TEXT`, `sendto NICK TEXT`, `ls` and so on, or a frame as it is. */
function frameOf(verb: string, rest: string): string {
  const [nickname = "", ...words] = rest.split(" ");
  switch (verb) {
    case "login":
      return JSON.stringify({ type: "login", msg: rest });
    case "login2":
      return JSON.stringify({ type: "login", msg: rest, v: 2 });
    case "broadcast":
      return JSON.stringify({ type: "broadcast", msg: rest });
    case "sendto":
      return JSON.stringify({ type: "sendto", nickname, msg: words.join(" ") });
    case "ls":
    case "help":
    case "ignore":
    case "ping":
      return JSON.stringify({ type: verb, msg: null });
    default:
      return `${verb} ${rest}`.trim();
  }
}

function tell(effect: Effect, people: readonly string[]): string {
  const { type } = effect;
  switch (type) {
    case "append": {
      const { log, from, to, text } = effect.draft;
      return `into the log of ${place(log)}: ${from}${to === undefined ? "" : ` to ${to}`}: ${text}`;
    }
    case "notice": {
      const { event, room, nickname } = effect.notice;
      return `everybody in the ${room}: ${en.notices[event](nickname)}`;
    }
    default:
  }
  const name = people[effect.session - 1] ?? "nobody";
  switch (effect.type) {
    case "speak":
      return `${name} is spoken to in ${effect.version === 2 ? "v2" : "classic"}`;
    case "answer":
      return `${name}: ${say(effect.answer)}`;
    case "follow":
      return `${name} reads the log of ${place(effect.log)} from here on`;
    case "mute":
      return `${name} ${effect.muted ? "no longer sees" : "sees again"} the messages of the ${effect.log}`;
    case "close":
      return `${name}'s connection is closed`;
    default:
      return assertNever(effect);
  }
}

function place(log: string): string {
  return log.startsWith("@") ? log.slice(1) : `the ${log}`;
}

function say(answer: Answer): string {
  const { type } = answer;
  switch (type) {
    case "login":
      return answer.success ? `login ok, ${answer.nickname}` : `login refused: ${sentence(answer.fault)}`;
    case "ls":
      return `ls: ${answer.nicknames.join(", ")}`;
    case "ignore":
      return `ignore ${answer.ignoring ? "on" : "off"}`;
    case "error":
      return `${answer.regarding ?? "request"} refused: ${sentence(answer.fault)}`;
    case "goodbye":
      return `goodbye: ${sentence(answer.fault)}`;
    case "help":
    case "pong":
    case "repeat":
      return type;
    default:
      return assertNever(type);
  }
}

function sentence(fault: Fault): string {
  return faultText(en.faults, fault);
}
