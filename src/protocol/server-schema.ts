/**
 * The forms of what a server says, as valibot reads them: each gives a message whose names and texts are clean to show.
 * Must not know bytes, or what was asked before.
 */
import * as v from "valibot";
import { lobby } from "./entry.ts";
import { absent, away, members, nick, renamed, typing, watchers, whois } from "./people-schema.ts";
import { mailboxCursor } from "./requests.ts";
import { head, key, line, sentence, seq, text, withFault } from "./server-fields.ts";
import type { Message } from "./server-fields.ts";
import { parseList, parseStamped } from "./stamp.ts";
import { cleanLine, cleanText } from "./text.ts";

const enteredRoom = v.object({
  room: line,
  topic: v.optional(line, ""),
  seq: v.optional(head, 0),
  members: v.optional(head),
});

const accepted = v.pipe(
  v.object({
    success: v.literal(true),
    v: v.optional(v.number()),
    nickname: v.optional(line),
    server: v.optional(v.object({ name: line, version: line })),
    token: v.optional(v.string()),
    resumed: v.optional(v.boolean(), false),
    ignoring: v.optional(v.boolean(), false),
    rooms: v.optional(v.array(enteredRoom), []),
  }),
  v.transform(({ v: version, ...fields }): Message<"login"> => {
    return { type: "login", ...fields, version: version === 2 ? 2 : 1 };
  }),
);

const refused = v.pipe(
  v.intersect([v.object({ success: v.literal(false), msg: sentence }), withFault()]),
  v.transform(({ msg, fault }): Message<"login"> => ({
    type: "login",
    success: false,
    fault,
    text: msg.trim(),
  })),
);

const broadcast = v.pipe(
  v.object({
    room: line,
    seq,
    time: v.number(),
    from: line,
    msg: text,
    key,
    repeat: v.optional(v.boolean(), false),
  }),
  v.transform(({ room, msg, repeat, ...rest }): Message<"entry"> => {
    return { type: "entry", entry: { log: room, ...rest, text: msg }, repeat };
  }),
);

const single = v.pipe(
  v.object({
    seq,
    time: v.number(),
    from: line,
    to: line,
    msg: text,
    key,
    repeat: v.optional(v.boolean(), false),
  }),
  v.transform(({ msg, repeat, ...rest }): Message<"entry"> => {
    return { type: "entry", entry: { log: mailboxCursor, ...rest, text: msg }, repeat };
  }),
);

const stamped = v.pipe(
  v.object({ seq: v.optional(v.undefined()), msg: v.string() }),
  v.transform(({ msg }): Message<"stamped"> => {
    const { time, from, to, text } = parseStamped(msg);
    return { type: "stamped", time, from: cleanName(from), to: cleanName(to), text: cleanText(text) };
  }),
);

const notice = v.pipe(
  v.object({
    event: v.picklist(["join", "leave", "topic"]),
    nickname: line,
    topic: v.optional(line, ""),
    room: v.optional(line, lobby),
    time: v.number(),
    silent: v.optional(v.boolean()),
  }),
  v.transform((fields): Message<"notice"> => ({ type: "notice", ...fields })),
);

/** A classic system message, or an event of a later version: the sentence is all there is to show. */
const said = v.pipe(
  v.object({ msg: v.string() }),
  v.transform(({ msg }): Message<"said"> => ({ type: "said", text: cleanText(parseStamped(msg).text) })),
);

const list = v.pipe(
  v.object({ msg: v.string() }),
  v.transform(({ msg }): Message<"members"> => {
    const listed = parseList(msg).map((nickname) => ({ nickname: cleanLine(nickname), away: false }));
    return { type: "members", room: lobby, members: listed };
  }),
);

const help = v.pipe(
  v.object({ msg: sentence, key }),
  v.transform(({ msg, key }): Message<"help"> => ({ type: "help", text: msg.trimEnd(), key })),
);

const ignore = v.pipe(
  v.object({
    success: v.optional(v.boolean(), true),
    ignoring: v.optional(v.boolean()),
    msg: v.optional(v.string(), ""),
    key,
  }),
  v.transform(({ success, ignoring, msg, key }): Message<"ignore"> => {
    return { type: "ignore", success, ignoring, text: cleanText(parseStamped(msg).text), key };
  }),
);

const error = v.pipe(
  v.intersect([v.object({ msg: v.optional(v.string(), ""), key }), withFault()]),
  v.transform(({ msg, fault, key }): Message<"error"> => {
    return { type: "error", fault, text: cleanText(parseStamped(msg).text), key };
  }),
);

const join = v.pipe(
  v.object({ ...enteredRoom.entries, key }),
  v.transform((fields): Message<"join"> => ({ type: "join", ...fields })),
);

const leave = v.pipe(
  v.object({ room: line, key }),
  v.transform((fields): Message<"leave"> => ({ type: "leave", ...fields })),
);

const topic = v.pipe(
  v.object({ room: line, topic: line, key }),
  v.transform((fields): Message<"topic"> => ({ type: "topic", ...fields })),
);

const rooms = v.pipe(
  v.object({ rooms: v.array(v.object({ room: line, topic: line, members: head })), key }),
  v.transform((fields): Message<"rooms"> => ({ type: "rooms", ...fields })),
);

const ping = v.pipe(
  v.object({}),
  v.transform((): Message<"ping"> => ({ type: "ping" })),
);

const pong = v.pipe(
  v.object({}),
  v.transform((): Message<"pong"> => ({ type: "pong" })),
);

/** By type. A v2 form comes before its classic one, which asks for less. */
export const messageSchemas = {
  login: v.union([accepted, refused]),
  broadcast: v.union([broadcast, stamped]),
  single: v.union([single, stamped]),
  system_msg: v.union([notice, renamed, absent, said]),
  ls: v.union([members, list]),
  help,
  ignore,
  error,
  join,
  leave,
  topic,
  rooms,
  history: looked("history"),
  search: looked("search"),
  nick,
  away,
  whois,
  typing: v.union([typing, watchers]),
  ping,
  pong,
} as const;

function looked(type: "history" | "search") {
  return v.pipe(
    v.object({
      room: v.optional(line),
      nickname: v.optional(line),
      entries: v.array(v.union([single, broadcast])),
      back_to: v.optional(seq),
      key,
    }),
    v.transform(({ entries, back_to: backTo, ...fields }): Message<"history" | "search"> => {
      return { type, ...fields, backTo, entries: entries.map(({ entry }) => entry) };
    }),
  );
}

function cleanName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : cleanLine(name);
}
