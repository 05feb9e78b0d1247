/** The valibot schemas of the requests. */
import * as v from "valibot";
import {
  capabilitiesMax,
  epochIdCharacters,
  epochsToldMax,
  keyCharactersMax,
  roomsPerSessionMax,
  tokenCharactersMax,
} from "./limits.ts";

/**
 * A sender's id for a request. It has to be well-formed: a store that keeps UTF-8 would take two different lone
 * surrogates for the same key.
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
/** Milliseconds since the first try. */
const age = v.optional(seq);
const limit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
/** Not `v.record`, which would drop a room with a name such as `constructor`. */
const cursors = v.pipe(
  v.custom<Record<string, unknown>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "object",
  ),
  // Checked before the entries: a login may name thousands.
  v.maxEntries(roomsPerSessionMax + 1),
  v.transform((fields) => new Map(Object.entries(fields))),
  v.map(v.string(), seq),
);

const epoch = v.tuple([v.pipe(v.string(), v.minLength(1), v.maxLength(epochIdCharacters)), seq]);

/** One schema per type: `v.variant` would try them in turn. */
export const requestSchemas = {
  broadcast: v.object({ type: v.literal("broadcast"), msg: v.string(), room, age, key }),
  sendto: v.object({ type: v.literal("sendto"), nickname: v.string(), msg: v.string(), age, key }),
  login: v.object({
    type: v.literal("login"),
    msg: v.string(),
    v: v.optional(v.number()),
    token: v.optional(v.pipe(v.string(), v.maxLength(tokenCharactersMax))),
    after: v.optional(cursors),
    joining: v.optional(v.pipe(v.array(v.string()), v.maxLength(roomsPerSessionMax))),
    quiet: v.optional(v.boolean()),
    typing: v.optional(v.boolean()),
    epochs: v.optional(v.pipe(v.array(epoch), v.maxLength(epochsToldMax))),
    can: v.optional(v.pipe(v.array(v.string()), v.maxLength(capabilitiesMax))),
    key,
  }),
  join: v.object({ type: v.literal("join"), room: v.string(), after: v.optional(seq), key }),
  leave: v.object({ type: v.literal("leave"), room: v.string(), key }),
  topic: v.object({ type: v.literal("topic"), room, msg: v.nullish(v.string()), key }),
  history: v.object({
    type: v.literal("history"),
    room,
    nickname: v.optional(v.string()),
    after: v.optional(seq),
    before: v.optional(seq),
    since: v.optional(seq),
    limit,
    key,
  }),
  search: v.object({
    type: v.literal("search"),
    query: v.string(),
    room,
    nickname: v.optional(v.string()),
    before: v.optional(seq),
    limit,
    key,
  }),
  ls: v.object({ type: v.literal("ls"), room, key }),
  rooms: v.object({ type: v.literal("rooms"), key }),
  nick: v.object({ type: v.literal("nick"), msg: v.string(), key }),
  away: v.object({ type: v.literal("away"), msg: v.nullish(v.string()), key }),
  whois: v.object({ type: v.literal("whois"), nickname: v.string(), key }),
  typing: v.object({ type: v.literal("typing"), room, nickname: v.optional(v.string()), key }),
  help: v.object({ type: v.literal("help"), key }),
  ignore: v.object({ type: v.literal("ignore"), key }),
  ping: v.object({ type: v.literal("ping"), key }),
  pong: v.object({ type: v.literal("pong"), key }),
} as const;

export type RequestType = keyof typeof requestSchemas;
export type RawRequest = v.InferOutput<(typeof requestSchemas)[RequestType]>;

export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}
