/**
 * Decides whether a request may be carried out, and what follows from it. Ephemeral state changes at once; durable
 * state is proposed to the store and changes in `apply.ts`. Logins are in `login.ts`.
 */
import { assertNever } from "../base/assert-never.ts";
import type { Request } from "../protocol/requests.ts";
import { answer, refuse } from "./answering.ts";
import type { MemberContext } from "./context.ts";
import type { Effect } from "./effect.ts";
import { broadcast, sendTo } from "./messages.ts";
import { away, nick, typing } from "./people.ts";
import type { Query } from "./queries.ts";
import { answerQuery } from "./queries.ts";
import { ignore, join, leave, topic } from "./rooms.ts";
import type { State } from "./state.ts";
import type { Who } from "./who.ts";

/** @param time milliseconds since 1970, UTC */
export function decide(state: State, request: Request, who: Who, time: number): readonly Effect[] {
  const { type, key } = request;
  switch (type) {
    case "ping":
      return [answer(who.id, { type: "pong", key })];
    case "pong":
      return [];
    case "help":
      return [answer(who.id, { type: "help", key })];
    case "ls":
    case "rooms":
    case "whois":
    case "history":
    case "search":
      return who.kind === "stranger" ? [notLoggedIn(request, who)] : answerQuery(state, request, who);
    default: {
      if (who.kind === "stranger" || who.kind === "operator" || type === "login")
        return [notLoggedIn(request, who)];
      return decideForMember({ ...who, state, time }, request);
    }
  }
}

type MemberRequest = Exclude<Request, Query | { type: "ping" | "pong" | "help" | "login" }>;

function decideForMember(context: MemberContext, request: MemberRequest): readonly Effect[] {
  switch (request.type) {
    case "broadcast":
      return broadcast(context, request);
    case "sendto":
      return sendTo(context, request);
    case "join":
      return join(context, request);
    case "leave":
      return leave(context, request);
    case "topic":
      return topic(context, request);
    case "ignore":
      return ignore(context, request);
    case "nick":
      return nick(context, request);
    case "away":
      return away(context, request);
    case "typing":
      return typing(context, request);
    default:
      return assertNever(request);
  }
}

function notLoggedIn({ type, key }: Request, { id }: Who): Effect {
  return refuse(id, { code: "not_logged_in" }, type, key);
}
