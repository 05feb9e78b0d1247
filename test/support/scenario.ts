/**
 * Runs a transcript through the room's logic: gives it back with what the room did behind each of its lines. What a
 * line may say is in `read`; how the room's doings are told, in `tell`.
 */
import type { Effect, Proposal } from "../../src/core/effect.ts";
import type { DurableRecord } from "../../src/protocol/durable-record.ts";
import type { Event } from "../../src/core/event.ts";
import type { State } from "../../src/core/state.ts";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { lobby } from "../../src/protocol/entry.ts";
import { assertNever } from "../../src/base/assert-never.ts";
import { faultText } from "../../src/protocol/faults.ts";
import type { Fault } from "../../src/protocol/faults.ts";
import { decodeRequest } from "../../src/protocol/requests.ts";
import { openState, opened, stepStored } from "./core.ts";
import { frameOf, token } from "./scenario-frames.ts";
import { arrivalOf } from "../../src/server/gather.ts";

/** What goes on while a transcript is played. */
interface Play {
  state: State;
  time: number;
  /** The names of all connections, by session. */
  readonly people: string[];
  /** What survives a restart. */
  readonly records: DurableRecord[];
}

/** The transcript as it would be, were it written today. The server has been open for an hour when it begins. */
export function replay(transcript: string): string {
  const time = Date.UTC(2026, 10, 23, 9, 44, 3);
  const play: Play = { state: openState(time - 3_600_000), time, people: [], records: [] };
  const lines = transcript.split("\n").filter((line) => !line.startsWith("  ->"));
  return lines
    .flatMap((line) => {
      const effects = read(line, play).flatMap((event) => stepStored(play.state, event));
      for (const effect of effects)
        if (effect.type === "propose" && effect.proposal.type === "record")
          play.records.push(effect.proposal.record);
      return [line, ...effects.map((effect) => `  -> ${tell(effect, play.people)}`)];
    })
    .join("\n");
}

/** What a line says that happens; an empty one and one that begins with `#` say nothing. */
function read(line: string, play: Play): readonly Event[] {
  const { time } = play;
  if (line === "" || line.startsWith("#")) return [];
  if (line === "the server closes") return [{ type: "shutdown", time }];
  if (line === "the server starts again") {
    play.state = openState(time);
    return play.records.map((record) => ({ type: "recordLoaded", record }));
  }
  const [, seconds] = /^(\d+) s go by$/.exec(line) ?? [];
  if (seconds !== undefined) {
    play.time += Number(seconds) * 1_000;
    return [{ type: "ticked", time: play.time }];
  }
  return [readPerson(line, play)];
}

/**
 * `NAME connects`, `NAME disconnects`, `NAME waits too long`, or `NAME> REQUEST`. A number behind a name is somebody's
 * further connection: the identity is the name's without it.
 */
function readPerson(line: string, { people, time }: Play): Event {
  const [, name = "", , verb = "", rest = ""] = /^(\S+?)(>)? (\S+) ?(.*)$/.exec(line) ?? [];
  if (verb === "connects") people.push(name);
  const session = people.lastIndexOf(name) + 1;
  switch (verb) {
    case "connects":
      return opened(session);
    case "disconnects":
      return { type: "closed", session, time };
    case "waits":
      return { type: "expelled", session, fault: { code: "login_timeout" }, time };
    default: {
      const decoded = decodeRequest(frameOf(verb, rest));
      if (!decoded.ok) {
        const { fault, regarding, key } = decoded;
        return { type: "malformed", session, fault, regarding, key, time };
      }
      const { request } = decoded;
      if (request.type !== "login") return { type: "requested", session, request, time };
      const identity = `${name.replace(/\d+$/, "")}'s mailbox`;
      const arrival = arrivalOf(request, { identity, token, resumed: request.token === token, epochs: [] });
      return { type: "loginRequested", session, request, arrival, time };
    }
  }
}

function tell(effect: Effect, people: readonly string[]): string {
  const { type } = effect;
  switch (type) {
    case "propose":
      return propose(effect.proposal, people);
    case "notice": {
      const { event, room, nickname, topic = "", to = topic, silent } = effect.notice;
      const how = silent === true ? ", silently" : "";
      return `everybody in ${place(room)}${how}: ${en.notices[event](nickname, to)}`;
    }
    default:
      return tellFor(people[effect.session - 1] ?? "nobody", effect);
  }
}

function propose(proposal: Proposal, people: readonly string[]): string {
  if (proposal.type === "lookUp") {
    const name = people[proposal.session - 1] ?? "nobody";
    return `${name}, unless the log of ${place(proposal.log)} knows the key: ${say(proposal.refusal)}`;
  }
  if (proposal.type === "record") {
    const { record } = proposal;
    return record.type === "topic"
      ? `not to be forgotten: the topic of ${place(record.room)} is ${record.topic}`
      : `not to be forgotten: ${record.nickname} has ${record.identity}`;
  }
  const { log, copyTo, from, to, text } = proposal;
  const logs = copyTo === undefined ? place(log) : `${place(log)} and ${place(copyTo)}`;
  return `into the log of ${logs}: ${from}${to === undefined ? "" : ` to ${to}`}: ${text}`;
}

function tellFor(name: string, effect: Extract<Effect, { session: number }>): string {
  switch (effect.type) {
    case "answer":
      return `${name}: ${say(effect.answer)}`;
    case "follow": {
      const from = effect.after === undefined ? "from here on" : `from behind ${effect.after}`;
      return `${name} reads the log of ${place(effect.log)} ${from}`;
    }
    case "unfollow":
      return `${name} reads the log of ${place(effect.log)} no longer`;
    case "ignore":
      return `${name} ${effect.ignored ? "no longer sees" : "sees again"} the messages of ${place(effect.log)}`;
    case "acknowledge":
      return `${name} is told where the message stands`;
    case "hold":
      return `${name} waits for the store`;
    case "resume":
      return `${name} goes on`;
    case "abandon":
      return `${name}'s connection is dropped`;
    case "read":
      return `${name} is answered out of the log of ${place(effect.log)}`;
    case "close":
      return `${name}'s connection is closed`;
    default:
      return assertNever(effect);
  }
}

function place(log: string): string {
  if (log.startsWith("@")) return log.slice(1);
  return log === lobby ? "the lobby" : `the room ${log}`;
}

function say(answer: Answer): string {
  const { type } = answer;
  switch (type) {
    case "login":
      return answer.success ? welcome(answer) : `login refused: ${sentence(answer.fault)}`;
    case "ls": {
      const members = answer.members.map((member) => `${member.nickname}${absence(member)}`);
      return `${answer.room === lobby ? "ls" : `ls ${answer.room}`}: ${members.join(", ")}`;
    }
    case "rooms": {
      const rooms = answer.rooms.map(({ room, members, topic }) => `${room} (${members}) ${topic}`.trimEnd());
      return `rooms: ${rooms.join(", ")}`;
    }
    case "join":
    case "topic":
      return `${type} ${answer.room}${answer.topic === "" ? "" : `: ${answer.topic}`}`;
    case "leave":
      return `leave ${answer.room}`;
    case "ignore":
      return `ignore ${answer.ignoring ? "on" : "off"}`;
    case "nick":
      return `nick ${answer.nickname}`;
    case "away":
      return answer.away ? `away: ${answer.text}`.replace(/: $/, "") : "back";
    case "whois": {
      const { nickname, rooms, since, spokeAt } = answer;
      const spoke = spokeAt === undefined ? "has said nothing" : `spoke at ${clock(spokeAt)}`;
      const where = `in ${rooms.map(place).join(" and ")}`;
      return `${nickname}${absence(answer)} is ${where} since ${clock(since)}, ${spoke}`;
    }
    case "watchers":
      return `seen by ${answer.watchers}`;
    case "typing":
      return `${answer.nickname} is writing ${answer.room === undefined ? `to ${answer.to}` : `in ${place(answer.room)}`}`;
    case "absent":
      return en.notices.away(answer.nickname, answer.text);
    case "error":
      return `${answer.regarding ?? "request"} refused: ${sentence(answer.fault)}`;
    case "goodbye":
      return `goodbye: ${sentence(answer.fault)}`;
    case "gap":
    case "help":
    case "history":
    case "search":
    case "ping":
    case "pong":
    case "repeat":
      return type;
    default:
      return assertNever(type);
  }
}

function welcome({ nickname, resumed, ignoring, rooms }: Answer & { type: "login"; success: true }): string {
  const more = rooms.map(({ room }) => room).filter((room) => room !== lobby);
  const facts = [
    ...(resumed ? ["known by the token"] : []),
    ...(ignoring ? ["ignoring"] : []),
    ...(more.length === 0 ? [] : [`also in ${more.join(" and ")}`]),
  ];
  return [`login ok`, nickname, ...facts].join(", ");
}

function absence({ away, text }: { readonly away: boolean; readonly text?: string | undefined }): string {
  if (!away) return "";
  return text === undefined ? " (away)" : ` (away: ${text})`;
}

/** The time of the day, to the second. */
function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 19);
}

function sentence(fault: Fault): string {
  return faultText(en.faults, fault);
}
