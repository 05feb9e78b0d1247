/**
 * Decodes requests of both JSON forms: the text of a frame in, a request that needs no further check or a fault out.
 */
import * as v from "valibot";
import type { ClientCapability } from "./capabilities.ts";
import { lobby } from "./entry.ts";
import type { Epoch } from "./epochs.ts";
import type { Failure, Fault, Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import {
  awayCharactersMax,
  historyEntriesDefault,
  historyEntriesMax,
  messageBytesMax,
  nicknameBytesMax,
  queryCharactersMax,
  topicCharactersMax,
} from "./limits.ts";
import { fitsUtf8 } from "../base/utf8.ts";
import { loginOf } from "./login-request.ts";
import { parseNickname } from "./nickname.ts";
import { isRequestType, keySchema, requestSchemas } from "./request-schema.ts";
import type { RawRequest, RequestType } from "./request-schema.ts";
import { parseRoom } from "./room.ts";
import { cleanLine, cleanText, excerpt } from "./text.ts";

/**
 * A checked request: one's own nickname and room names are valid, texts are clean and within their limits, optional
 * fields have their defaults.
 */
export type Request = { readonly key?: string | undefined } & (
  | {
      readonly type: "login";
      readonly nickname: string;
      readonly version: ProtocolVersion;
      /** The token of an earlier login, to resume as the same person. */
      readonly token?: string | undefined;
      /** The cursor of each room, and under `@` that of the mailbox. */
      readonly after?: Cursors | undefined;
      /** The epochs of the logs that the cursors belong to, the newest, oldest first. */
      readonly epochs?: readonly Epoch[] | undefined;
      /** Rooms whose `join` was not answered before the connection was lost. */
      readonly joining?: readonly string[] | undefined;
      /** Join and leave silently. */
      readonly quiet?: boolean | undefined;
      /** The client wants typing notices. */
      readonly typing?: boolean | undefined;
      /** What the client supports beyond 0.1.0, without names that this server does not know. */
      readonly can?: ReadonlySet<ClientCapability> | undefined;
    }
  | ({ readonly type: "broadcast"; readonly room: string } & Said)
  | ({ readonly type: "sendto"; readonly nickname: string } & Said)
  | { readonly type: "join"; readonly room: string; readonly after?: number | undefined }
  | { readonly type: "leave"; readonly room: string }
  | { readonly type: "topic"; readonly room: string; readonly topic?: string | undefined }
  | ({ readonly type: "history" } & HistoryRange & Conversation)
  | ({ readonly type: "search"; readonly query: string } & Pick<HistoryRange, "before" | "limit"> &
      Conversation)
  | { readonly type: "ls"; readonly room: string }
  | { readonly type: "rooms" }
  /** Changes the nickname. */
  | { readonly type: "nick"; readonly nickname: string }
  /** Sets the away message, which may be empty; without a text, removes it. */
  | { readonly type: "away"; readonly text?: string | undefined }
  | { readonly type: "whois"; readonly nickname: string }
  /** The user is typing. */
  | ({ readonly type: "typing" } & Conversation)
  | { readonly type: "help" }
  | { readonly type: "ignore" }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
);

/** What is said, and how long ago the sender first tried to, by their own clock: milliseconds. */
export interface Said {
  readonly text: string;
  readonly age?: number | undefined;
}

/** Seqs by log: a room's name, or `@` for one's own mailbox. */
export type Cursors = ReadonlyMap<string, number>;

/** A room, or the direct conversation with a person. */
export interface Conversation {
  readonly room: string;
  readonly nickname?: string | undefined;
}

/** The entries after `after`, those from a time on, or the last ones before `before`. */
export interface HistoryRange {
  readonly after?: number | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly since?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

export type { RequestType } from "./request-schema.ts";

/** 1 is the classic form of the wire format, 2 is v2. */
export type ProtocolVersion = 1 | 2;

/** A request, or a fault with what is known of the request, so that the client can match the answer. */
export type Decoded =
  | { readonly ok: true; readonly request: Request }
  | {
      readonly ok: false;
      readonly fault: Fault;
      readonly regarding?: RequestType | undefined;
      readonly key?: string | undefined;
      /** For a login: the client understands v2. */
      readonly version?: ProtocolVersion | undefined;
    };

/** @param text one complete JSON value, already valid Unicode */
export function decodeRequest(text: string): Decoded {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const { type } = parsed.value;
  if (typeof type !== "string" || !isRequestType(type))
    return { ...typeFault(type), key: keyOf(parsed.value) };
  const checked = v.safeParse(requestSchemas[type], parsed.value);
  const refined = checked.success ? refine(checked.output) : fieldFault(checked.issues[0]);
  if (refined.ok) return { ok: true, request: refined.value };
  const version = type === "login" && parsed.value["v"] === 2 ? 2 : undefined;
  return { ...refined, regarding: type, key: keyOf(parsed.value), version };
}

/** The key of an invalid request, so that the client can match the answer. */
function keyOf({ key }: Readonly<Record<string, unknown>>): string | undefined {
  return v.is(keySchema, key) ? key : undefined;
}

function typeFault(type: unknown): Failure {
  return typeof type === "string"
    ? failure({ code: "unknown_type", value: excerpt(type) })
    : failure({ code: "bad_field", field: "type", expected: "string" });
}

/** A message as it is stored, or why it is refused. */
export function parseMessage(raw: string): Result<string> {
  const text = cleanText(raw);
  if (text.trim() === "") return failure({ code: "message_empty" });
  if (!fitsUtf8(text, messageBytesMax))
    return failure({ code: "message_too_long", bytesMax: messageBytesMax });
  return success(text);
}

function parseObject(text: string): Result<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? success(value) : failure({ code: "bad_json" });
  } catch {
    return failure({ code: "bad_json" });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first issue that a schema reports. */
function fieldFault(issue: v.BaseIssue<unknown>): Failure {
  const field = issue.path?.map(({ key }) => String(key)).join(".") ?? "";
  // For a missing field valibot expects its name; every required field is a string.
  const expected = issue.input === undefined ? "string" : (issue.expected ?? issue.message);
  return failure({ code: "bad_field", field: excerpt(field), expected });
}

/**
 * Refuses a long nickname before it is folded: Unicode normalisation takes quadratic time for combining marks out of
 * order (16 KiB of them: 0.6 s). No login accepts one longer than `nicknameBytesMax`, so it is nobody's.
 */
function refine(raw: RawRequest): Result<Request> {
  const nickname = "nickname" in raw ? raw.nickname : undefined;
  return nickname !== undefined && nickname.length > nicknameBytesMax
    ? failure({ code: "nickname_unknown", nickname: excerpt(nickname) })
    : refineFields(raw);
}

/** Applies the rules that a schema cannot express, each with a fault of its own. */
function refineFields(raw: RawRequest): Result<Request> {
  const { type, key } = raw;
  switch (type) {
    case "login":
      return loginOf(raw);
    case "broadcast": {
      const text = parseMessage(raw.msg);
      const room = raw.room === undefined ? lobbyName : parseRoom(raw.room);
      if (!room.ok) return room;
      return text.ok ? success({ type, room: room.value, text: text.value, age: raw.age, key }) : text;
    }
    case "sendto":
      return withValue(parseMessage(raw.msg), (text) => {
        return { type, nickname: raw.nickname, text, age: raw.age, key };
      });
    case "join":
      return inRoom(raw.room, (room) => success({ type, room, after: raw.after, key }));
    case "topic":
      return inRoom(raw.room, (room) =>
        withValue(parseTopic(raw.msg), (topic) => ({ type, room, topic, key })),
      );
    case "history": {
      const { nickname, after, since, before } = raw;
      const limit = Math.min(raw.limit ?? historyEntriesDefault, historyEntriesMax);
      return inRoom(raw.room, (room) => success({ type, room, nickname, after, since, before, limit, key }));
    }
    case "search": {
      const { nickname, before } = raw;
      const query = cleanLine(raw.query).slice(0, queryCharactersMax).toWellFormed();
      const limit = Math.min(raw.limit ?? historyEntriesDefault, historyEntriesMax);
      return inRoom(raw.room, (room) => success({ type, room, nickname, query, before, limit, key }));
    }
    case "ls":
    case "leave":
      return inRoom(raw.room, (room) => success({ type, room, key }));
    case "nick":
      return withValue(parseNickname(raw.msg), (nickname) => ({ type, nickname, key }));
    case "away":
      return withValue(parseAway(raw.msg), (text) => ({ type, text, key }));
    case "whois":
      return success({ type, nickname: raw.nickname, key });
    case "typing": {
      const { nickname } = raw;
      return inRoom(raw.room, (room) => success({ type, room, nickname, key }));
    }
    default:
      return success({ type, key });
  }
}

const lobbyName = success(lobby);

function inRoom(raw: string | undefined, make: (room: string) => Result<Request>): Result<Request> {
  if (raw === undefined || raw === lobby) return make(lobby);
  const room = parseRoom(raw);
  return room.ok ? make(room.value) : room;
}

function withValue<Value>(result: Result<Value>, make: (value: Value) => Request): Result<Request> {
  return result.ok ? success(make(result.value)) : result;
}

function parseTopic(raw: string | null | undefined): Result<string | undefined> {
  return parseLine(raw, { code: "topic_too_long", charactersMax: topicCharactersMax });
}

function parseAway(raw: string | null | undefined): Result<string | undefined> {
  return parseLine(raw, { code: "away_too_long", charactersMax: awayCharactersMax });
}

/** Cleans an optional line, or fails with `tooLong`. */
function parseLine(
  raw: string | null | undefined,
  tooLong: Fault & { readonly charactersMax: number },
): Result<string | undefined> {
  if (raw === undefined || raw === null) return success(undefined);
  const line = cleanLine(raw).trim();
  return line.length > tooLong.charactersMax ? failure(tooLong) : success(line);
}
