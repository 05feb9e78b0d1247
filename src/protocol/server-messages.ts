/**
 * What a client is told, in both dialects: one frame's text in, a message out whose names and texts are clean to show.
 * Must not know who reads it, or what was asked before.
 */
import * as v from "valibot";
import type { ListedRoom, NoticeEvent, ServerInfo } from "./answers.ts";
import type { Entry } from "./entry.ts";
import { lobby } from "./entry.ts";
import type { Fault, Result } from "./faults.ts";
import { failure, faultSchema, success } from "./faults.ts";
import type { ProtocolVersion } from "./requests.ts";
import { mailboxCursor } from "./requests.ts";
import { parseList, parseStamped } from "./stamp.ts";
import type { Stamped } from "./stamp.ts";
import { cleanLine, cleanText } from "./text.ts";

/** One thing that a server says. `key` is the request's. `text`s are the server's own sentences, perhaps empty. */
export type ServerMessage =
  | {
      readonly type: "login";
      readonly success: true;
      /** 1 for a server that does not say: an old one. */
      readonly version: ProtocolVersion;
      readonly nickname?: string | undefined;
      readonly server?: ServerInfo | undefined;
      readonly token?: string | undefined;
      readonly resumed: boolean;
      readonly ignoring: boolean;
      readonly rooms: readonly EnteredRoom[];
    }
  | {
      readonly type: "login";
      readonly success: false;
      readonly fault?: Fault | undefined;
      readonly text: string;
    }
  /** `repeat`: an acknowledgement of what was in the log already, not a delivery. */
  | { readonly type: "entry"; readonly entry: Entry; readonly repeat: boolean }
  /** A classic message; without `from` it is not one, but what the server says in its place. */
  | ({ readonly type: "stamped" } & Stamped)
  | {
      readonly type: "notice";
      readonly event: NoticeEvent;
      readonly room: string;
      readonly nickname: string;
      readonly topic: string;
      readonly time: number;
    }
  | ({ readonly type: "join"; readonly key?: string | undefined } & EnteredRoom)
  | { readonly type: "leave"; readonly room: string; readonly key?: string | undefined }
  | {
      readonly type: "topic";
      readonly room: string;
      readonly topic: string;
      readonly key?: string | undefined;
    }
  | { readonly type: "rooms"; readonly rooms: readonly ListedRoom[]; readonly key?: string | undefined }
  /** Of a room, or of the private conversation with `nickname`. */
  | {
      readonly type: "history" | "search";
      readonly room?: string | undefined;
      readonly nickname?: string | undefined;
      readonly entries: readonly Entry[];
      readonly key?: string | undefined;
    }
  | { readonly type: "said"; readonly text: string }
  | {
      readonly type: "members";
      readonly room: string;
      readonly nicknames: readonly string[];
      readonly key?: string | undefined;
    }
  | { readonly type: "help"; readonly text: string; readonly key?: string | undefined }
  /** `ignoring` is undefined when a classic server does not say which way the switch went. */
  | {
      readonly type: "ignore";
      readonly success: boolean;
      readonly ignoring?: boolean | undefined;
      readonly text: string;
      readonly key?: string | undefined;
    }
  /** `fault` is undefined when its code is not one that this program knows; then `text` says it. */
  | {
      readonly type: "error";
      readonly fault?: Fault | undefined;
      readonly text: string;
      readonly key?: string | undefined;
    }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
  /** Of a type that this program does not know. */
  | { readonly type: "unknown"; readonly name: string };

/** A room as one comes into it; `seq` is its newest entry's. */
export interface EnteredRoom {
  readonly room: string;
  readonly topic: string;
  readonly seq: number;
}

/** @param text one whole JSON value, already valid Unicode */
export function decodeServerMessage(text: string): Result<ServerMessage> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const envelope = v.safeParse(envelopeSchema, parsed.value);
  if (!envelope.success) return badField(envelope.issues[0]);
  const { type } = envelope.output;
  if (!isKnown(type)) return success({ type: "unknown", name: cleanLine(type) });
  const message = v.safeParse(schemas[type], parsed.value);
  return message.success ? success(message.output) : badField(message.issues[0]);
}

const envelopeSchema = v.object({ type: v.string() });
const line = v.pipe(v.string(), v.transform(cleanLine));
const text = v.pipe(v.string(), v.transform(cleanText));
const sentence = v.optional(text, "");
const key = v.optional(v.string());
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** A fault as far as it is known, its values as clean as everything else. */
const fault = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((fields): Fault | undefined => {
    const clean = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? cleanLine(value) : value,
    ]);
    const read = v.safeParse(faultSchema, Object.fromEntries(clean));
    return read.success ? read.output : undefined;
  }),
);

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

const head = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const enteredRoom = v.object({ room: line, topic: v.optional(line, ""), seq: v.optional(head, 0) });

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
  }),
  v.transform((fields): Message<"notice"> => ({ type: "notice", ...fields })),
);

/** A classic system message, or an event of a later version: the sentence is all there is to show. */
const said = v.pipe(
  v.object({ msg: v.string() }),
  v.transform(({ msg }): Message<"said"> => ({ type: "said", text: cleanText(parseStamped(msg).text) })),
);

const members = v.pipe(
  v.object({ room: v.optional(line, lobby), members: v.array(v.object({ nickname: line })), key }),
  v.transform(({ room, members, key }): Message<"members"> => {
    return { type: "members", room, nicknames: members.map(({ nickname }) => nickname), key };
  }),
);

const list = v.pipe(
  v.object({ msg: v.string() }),
  v.transform(({ msg }): Message<"members"> => {
    return { type: "members", room: lobby, nicknames: parseList(msg).map(cleanLine) };
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

/** A v2 form comes before its classic one, which asks for less. */
const schemas = {
  login: v.union([accepted, refused]),
  broadcast: v.union([broadcast, stamped]),
  single: v.union([single, stamped]),
  system_msg: v.union([notice, said]),
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
  ping,
  pong,
} as const;

function looked(type: "history" | "search") {
  return v.pipe(
    v.object({
      room: v.optional(line),
      nickname: v.optional(line),
      entries: v.array(v.union([single, broadcast])),
      key,
    }),
    v.transform(({ entries, ...fields }): Message<"history" | "search"> => {
      return { type, ...fields, entries: entries.map(({ entry }) => entry) };
    }),
  );
}

function isKnown(type: string): type is keyof typeof schemas {
  return Object.hasOwn(schemas, type);
}

function withFault() {
  return v.pipe(
    fault,
    v.transform((read) => ({ fault: read })),
  );
}

function cleanName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : cleanLine(name);
}

function parseJson(json: string): Result<unknown> {
  try {
    return success(JSON.parse(json));
  } catch {
    return failure({ code: "bad_json" });
  }
}

/** The first thing that a schema did not like. */
function badField(issue: v.BaseIssue<unknown>): Result<never> {
  const field = issue.path?.map(({ key: name }) => String(name)).join(".") ?? "";
  return failure({ code: "bad_field", field, expected: issue.expected ?? issue.message });
}
