/** Requests that change nothing: members, rooms, people, and the contents of a log. */
import { assertNever } from "../base/assert-never.ts";
import { isMailbox } from "../protocol/entry.ts";
import { foldNickname } from "../protocol/nickname.ts";
import { excerpt } from "../protocol/text.ts";
import { answer, refuse } from "./answering.ts";
import type { RequestOf } from "./context.ts";
import { mayRead, notInRoom } from "./context.ts";
import type { Effect } from "./effect.ts";
import { mailbox } from "./membership.ts";
import { absence } from "./people.ts";
import type { State } from "./state.ts";
import type { Who } from "./who.ts";

export type Query = RequestOf<"ls" | "rooms" | "whois" | "history" | "search">;

/** Everybody who may query: all but strangers. */
type QueryWho = Exclude<Who, { readonly kind: "stranger" }>;

export function answerQuery(state: State, request: Query, who: QueryWho): readonly Effect[] {
  switch (request.type) {
    case "ls":
      return list(state, request, who);
    case "rooms": {
      const rooms = Array.from(state.rooms.values(), ({ name, topic, members }) => ({
        room: name,
        topic,
        members: members.size,
      }));
      return [answer(who.id, { type: "rooms", rooms, key: request.key })];
    }
    case "whois":
      return whois(state, request, who);
    case "history":
    case "search":
      return read(state, request, who);
    default:
      return assertNever(request);
  }
}

function list(state: State, request: RequestOf<"ls">, who: QueryWho): readonly Effect[] {
  const room = state.rooms.get(request.room);
  if (room === undefined || !canRead(state, who, room.name))
    return [notInRoom(who.id, request, request.room)];
  const members = Array.from(room.members, (listed) => ({ nickname: listed.nickname, ...absence(listed) }));
  return [answer(who.id, { type: "ls", room: room.name, members, key: request.key })];
}

function whois(
  state: State,
  { nickname: asked, key }: RequestOf<"whois">,
  { id }: QueryWho,
): readonly Effect[] {
  const found = state.members.get(foldNickname(asked));
  if (found === undefined)
    return [refuse(id, { code: "nickname_unknown", nickname: excerpt(asked) }, "whois", key)];
  const { nickname, since, spokeAt } = found;
  const rooms = found.rooms.map(({ name }) => name);
  return [answer(id, { type: "whois", nickname, rooms, since, spokeAt, ...absence(found), key })];
}

function read(state: State, request: RequestOf<"history" | "search">, who: QueryWho): readonly Effect[] {
  const { room, nickname } = request;
  const log = nickname === undefined || who.kind === "operator" ? room : mailbox(who.member);
  const isForeignMailbox = nickname !== undefined && who.kind === "operator";
  if (isForeignMailbox || !canRead(state, who, log)) return [notInRoom(who.id, request, room)];
  return [{ type: "read", session: who.id, log, request }];
}

/** An operator reads every room, but no mailbox. */
function canRead(state: State, who: QueryWho, log: string): boolean {
  return who.kind === "operator" ? !isMailbox(log) : mayRead(state, who.member, log);
}
