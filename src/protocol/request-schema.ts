/**
 * The fields of each request, as valibot checks them. Must not know the rules behind a field's type.
 */
import * as v from "valibot";
import { keyCharactersMax, roomsPerSessionMax, tokenCharactersMax } from "./limits.ts";

/**
 * A sender's own id for a request. Well-formed, since a store that keeps UTF-8 would take two different halves of a
 * character for the same key.
 */
export const keySchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(keyCharactersMax),
  v.check((key) => key.isWellFormed(), "Unicode"),
);

const key = v.optional(keySchema);
const room = v.optional(v.string());
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const limit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const cursors = v.pipe(v.record(v.string(), seq), v.maxEntries(roomsPerSessionMax + 1));

export const requestSchema = v.variant("type", [
  v.object({ type: v.literal("broadcast"), msg: v.string(), room, key }),
  v.object({ type: v.literal("sendto"), nickname: v.string(), msg: v.string(), key }),
  v.object({
    type: v.literal("login"),
    msg: v.string(),
    v: v.optional(v.number()),
    token: v.optional(v.pipe(v.string(), v.maxLength(tokenCharactersMax))),
    after: v.optional(cursors),
    key,
  }),
  v.object({ type: v.literal("join"), room: v.string(), after: v.optional(seq), key }),
  v.object({ type: v.literal("leave"), room: v.string(), key }),
  v.object({ type: v.literal("topic"), room, msg: v.nullish(v.string()), key }),
  v.object({
    type: v.literal("history"),
    room,
    nickname: v.optional(v.string()),
    after: v.optional(seq),
    before: v.optional(seq),
    limit,
    key,
  }),
  v.object({
    type: v.literal("search"),
    query: v.string(),
    room,
    nickname: v.optional(v.string()),
    limit,
    key,
  }),
  v.object({ type: v.literal("ls"), room, key }),
  v.object({ type: v.picklist(["rooms", "help", "ignore", "ping", "pong"]), key }),
]);

export type RawRequest = v.InferOutput<typeof requestSchema>;
export type RequestType = RawRequest["type"];

export function isRequestType(type: string): type is RequestType {
  return requestTypes.has(type);
}

const requestTypes: ReadonlySet<string> = new Set<RequestType>([
  "broadcast",
  "sendto",
  "login",
  "join",
  "leave",
  "topic",
  "history",
  "search",
  "ls",
  "rooms",
  "help",
  "ignore",
  "ping",
  "pong",
]);
