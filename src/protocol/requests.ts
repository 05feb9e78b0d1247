/**
 * What a client may ask, in both dialects: one frame's text in, a request that needs no further check out, or a fault
 * that says what was wrong. Must not know who asks or whether they may.
 */
import * as v from "valibot";
import type { Fault, Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import { keyCharactersMax, messageBytesMax } from "./limits.ts";
import { parseNickname } from "./nickname.ts";
import { cleanText, excerpt } from "./text.ts";

/** A checked request: nicknames follow the rules, texts are clean and neither empty nor too long. */
export type Request = { readonly key?: string | undefined } & (
  | { readonly type: "login"; readonly nickname: string; readonly version: ProtocolVersion }
  | { readonly type: "broadcast"; readonly text: string }
  | { readonly type: "sendto"; readonly nickname: string; readonly text: string }
  | { readonly type: "ls" }
  | { readonly type: "help" }
  | { readonly type: "ignore" }
  | { readonly type: "ping" }
);

export type RequestType = Request["type"];

/** 1 is the classic dialect. */
export type ProtocolVersion = 1 | 2;

/** A request, or a fault with what is known of the request it stands for, so that the answer finds its way. */
export type Decoded =
  | { readonly ok: true; readonly request: Request }
  | {
      readonly ok: false;
      readonly fault: Fault;
      readonly regarding?: RequestType | undefined;
      readonly key?: string | undefined;
    };

/** @param text one whole JSON value, already valid Unicode */
export function decodeRequest(text: string): Decoded {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const envelope = v.safeParse(envelopeSchema, parsed.value);
  if (!envelope.success) return fieldFault(envelope.issues[0]);
  const key = v.is(keySchema, parsed.value["key"]) ? parsed.value["key"] : undefined;
  const { type } = envelope.output;
  if (!isRequestType(type)) return { ...failure({ code: "unknown_type", value: excerpt(type) }), key };
  const checked = v.safeParse(v.variant("type", [...schemas]), parsed.value);
  if (!checked.success) return { ...fieldFault(checked.issues[0]), regarding: type, key };
  const refined = refine(checked.output);
  return refined.ok ? { ok: true, request: refined.value } : { ...refined, regarding: type, key };
}

/** Well-formed, since a store that keeps UTF-8 would take two different halves of a character for the same key. */
const keySchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(keyCharactersMax),
  v.check((key) => key.isWellFormed(), "Unicode"),
);
const keyField = { key: v.optional(keySchema) };
const envelopeSchema = v.object({ type: v.string() });

const schemas = [
  v.object({ type: v.literal("broadcast"), msg: v.string(), ...keyField }),
  v.object({ type: v.literal("sendto"), nickname: v.string(), msg: v.string(), ...keyField }),
  v.object({ type: v.literal("login"), msg: v.string(), v: v.optional(v.number()), ...keyField }),
  v.object({ type: v.picklist(["ls", "help", "ignore", "ping"]), ...keyField }),
] as const;

const requestTypes = ["login", "broadcast", "sendto", "ls", "help", "ignore", "ping"] as const;

function isRequestType(type: string): type is RequestType {
  return requestTypes.some((known) => known === type);
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

/** The first thing that a schema did not like. */
function fieldFault(issue: v.BaseIssue<unknown>): { readonly ok: false; readonly fault: Fault } {
  const field = issue.path?.map(({ key }) => String(key)).join(".") ?? "";
  // For a missing field valibot expects its name; every field that must be there is a string.
  const expected = issue.input === undefined ? "string" : (issue.expected ?? issue.message);
  return failure({ code: "bad_field", field: excerpt(field), expected });
}

type Raw = v.InferOutput<(typeof schemas)[number]>;

/** The rules a schema cannot say, each with a fault of its own. */
function refine(raw: Raw): Result<Request> {
  switch (raw.type) {
    case "login": {
      const nickname = parseNickname(raw.msg);
      if (!nickname.ok) return nickname;
      return success({
        type: raw.type,
        nickname: nickname.value,
        version: raw.v === 2 ? 2 : 1,
        key: raw.key,
      });
    }
    case "broadcast": {
      const text = parseMessage(raw.msg);
      return text.ok ? success({ type: raw.type, text: text.value, key: raw.key }) : text;
    }
    case "sendto": {
      const text = parseMessage(raw.msg);
      return text.ok
        ? success({ type: raw.type, nickname: raw.nickname, text: text.value, key: raw.key })
        : text;
    }
    default:
      return success({ type: raw.type, key: raw.key });
  }
}

/** A message as it goes into the log, or why it cannot. */
export function parseMessage(raw: string): Result<string> {
  const text = cleanText(raw);
  if (text.trim() === "") return failure({ code: "message_empty" });
  const long = text.length * 3 > messageBytesMax && new TextEncoder().encode(text).length > messageBytesMax;
  return long ? failure({ code: "message_too_long", bytesMax: messageBytesMax }) : success(text);
}
