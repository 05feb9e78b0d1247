/** Runs a typed command: asks the server, changes what is shown, or answers at once. */
import { assertNever } from "../../base/assert-never.ts";
import {
  awayCharactersMax,
  historyEntriesDefault,
  queryCharactersMax,
  topicCharactersMax,
} from "../../protocol/limits.ts";
import { parseNickname } from "../../protocol/nickname.ts";
import { cleanLine, excerpt } from "../../protocol/text.ts";
import { notifyLevels } from "../../base/notify-level.ts";
import { levelOf, roomHere } from "./conversations.ts";
import { conversationKey, isPrivate, placeOf } from "../conversation-name.ts";
import { join, leaveConversation, query, withRoom } from "./conversation-commands.ts";
import { hide, listHidden, unhide } from "./hidden.ts";
import { helpAbout, helpText } from "./input.ts";
import type { CommandInput } from "./input.ts";
import { quit } from "./leaving.ts";
import type { KeyedRequest } from "./outbox.ts";
import { forgetShown } from "./history.ts";
import { searchedFrom } from "./search.ts";
import { addressee, withNickname } from "./send-message.ts";
import { enqueue, refuse, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

export function runCommand(state: SessionState, command: CommandInput): Effects {
  const { name, rest } = command;
  if (isBeyondServer(state, command))
    return refuse(state, { text: state.options.catalogue.client.oldServer });
  switch (name) {
    case "join":
      return join(state, rest);
    case "leave":
      return leaveConversation(state, rest);
    case "query":
      return query(state, rest);
    case "quit":
      return quit(state);
    case "help":
      return help(state, rest);
    case "notify":
      return notify(state, rest);
    case "hide":
      return rest === "" ? listHidden(state) : hide(state, addressee(state, rest));
    case "unhide":
      return unhide(state, addressee(state, rest));
    case "clear":
      forgetShown(state);
      return show({ type: name });
    case "edit":
      return show({ type: name });
    default:
      return sendRequest(state, name, rest);
  }
}

type RequestCommand = Exclude<
  CommandInput["name"],
  "join" | "leave" | "query" | "quit" | "help" | "notify" | "hide" | "unhide" | "clear" | "edit"
>;

/** What becomes a request as it is. */
function sendRequest(state: SessionState, name: RequestCommand, rest: string): Effects {
  const room = roomHere(state);
  const place = placeOf(state.conversation);
  const key = freshKey(state);
  switch (name) {
    case "ls":
      return enqueue(state, { type: name, room, key });
    case "who":
      return withRoom(state, rest === "" ? room : rest, (wanted) =>
        enqueue(state, { type: "ls", room: wanted, key, purpose: "detailed" }),
      );
    case "whois":
      return withNickname(state, rest, (nickname) => enqueue(state, { type: name, nickname, key }));
    case "ignore":
    case "rooms":
      return enqueue(state, { type: name, key });
    case "topic":
      return topic(state, { type: name, room, topic: rest === "" ? undefined : cleanLine(rest), key });
    case "history": {
      const limit = Number(rest) || historyEntriesDefault;
      return enqueue(state, { type: name, ...place, limit, key, purpose: "further" });
    }
    case "search": {
      const words = cleanLine(rest).slice(0, queryCharactersMax).toWellFormed();
      const before = searchedFrom(state, words);
      return enqueue(state, {
        type: name,
        ...place,
        query: words,
        before,
        limit: historyEntriesDefault,
        key,
      });
    }
    case "nick": {
      const nickname = parseNickname(rest);
      if (!nickname.ok) return refuse(state, { fault: nickname.fault });
      return enqueue(state, { type: name, nickname: nickname.value, key });
    }
    case "away":
      return away(state, { type: name, text: cleanLine(rest), key });
    case "back":
      return enqueue(state, { type: "away", key });
    default:
      return assertNever(name);
  }
}

/** What an old server can do, or what needs none: also to close what is private. */
function isBeyondServer(
  { phase, conversation }: SessionState,
  { name, rest, simple }: CommandInput,
): boolean {
  if (phase.type !== "online" || phase.version === 2 || simple) return false;
  return name !== "leave" || !isPrivate(rest === "" ? conversation : rest);
}

/** A request that is too long for the server would have no answer, so that is told here, as with `away`. */
function topic(state: SessionState, request: KeyedRequest & { readonly type: "topic" }): Effects {
  const charactersMax = topicCharactersMax;
  if (isPrivate(state.conversation))
    return refuse(state, { text: state.options.catalogue.client.onlyInRooms });
  if (request.topic !== undefined && request.topic.length > charactersMax)
    return refuse(state, { fault: { code: "topic_too_long", charactersMax } });
  return enqueue(state, request);
}

function away(state: SessionState, request: KeyedRequest & { readonly type: "away" }): Effects {
  const charactersMax = awayCharactersMax;
  if (request.text !== undefined && request.text.length > charactersMax)
    return refuse(state, { fault: { code: "away_too_long", charactersMax } });
  return enqueue(state, request);
}

function help(state: SessionState, wanted: string): Effects {
  const { client } = state.options.catalogue;
  const about = wanted === "" ? helpText(client.commands) : helpAbout(wanted, client.commands);
  if (typeof about === "string") return show({ type: "said", text: about });
  return refuse(state, { text: client.unknownCommand(excerpt(about.name), about.nearest) });
}

/** For the conversation that one is in. */
function notify(state: SessionState, rest: string): Effects {
  const { conversation } = state;
  const wanted = notifyLevels.find((level) => level === rest.toLowerCase());
  if (wanted !== undefined) state.notify.set(conversationKey(conversation), wanted);
  return show({ type: "notify", conversation, level: levelOf(state, conversation), asked: true });
}
