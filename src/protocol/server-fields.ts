/**
 * The common fields of a server's messages, as a client accepts them. Each has a bound from `limits.ts`, which is
 * checked before the field is cleaned, so an oversized field costs little.
 */
import * as v from "valibot";
import { fitsUtf8 } from "../base/utf8.ts";
import { faultSchema } from "./faults.ts";
import type { Fault } from "./faults.ts";
import {
  awayCharactersMax,
  excerptUnitsMax,
  keyCharactersMax,
  messageBytesMax,
  nicknameBytesMax,
  sentenceBytesMax,
  serverNameCharactersMax,
  tokenCharactersMax,
  topicCharactersMax,
  versionCharactersMax,
} from "./limits.ts";
import { isTime } from "./message-json.ts";
import type { ServerMessage } from "./server-message.ts";
import { cleanLine, cleanText } from "./text.ts";

/** The name of a person. */
export const nickname = v.pipe(textOf(nicknameBytesMax), v.transform(cleanLine), v.nonEmpty());
/** The name of a room; `@` begins those of direct conversations. */
export const room = v.pipe(
  nickname,
  v.check((name) => !name.startsWith("@"), "a room"),
);
/**
 * The person whose direct conversation was requested, as named in the request: an invalid nickname is returned, too.
 */
export const askedNickname = v.pipe(units(nicknameBytesMax), v.transform(cleanLine));
export const topicText = v.pipe(units(topicCharactersMax), v.transform(cleanLine));
/** An away message. */
export const awayText = v.pipe(units(awayCharactersMax), v.transform(cleanLine));
export const message = v.pipe(textOf(messageBytesMax), v.transform(cleanText));
export const sentence = v.optional(v.pipe(textOf(sentenceBytesMax), v.transform(cleanText)), "");
/** A classic text with its stamp and tags, not parsed yet. */
export const stampedText = textOf(sentenceBytesMax);
export const key = v.optional(units(keyCharactersMax));
export const token = units(tokenCharactersMax);
export const serverInfo = v.object({
  name: v.pipe(units(serverNameCharactersMax), v.transform(cleanLine)),
  version: v.pipe(units(versionCharactersMax), v.transform(cleanLine)),
});
/** Milliseconds since 1970, UTC, within the range of a date. */
export const time = v.pipe(v.number(), v.check(isTime, "a time"));
export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** The newest seq of a log, or a count: may be 0. */
export const head = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A list of at most `lengthMax` items, which is checked before any item is. */
export function list<Item extends v.GenericSchema>(item: Item, lengthMax: number) {
  return v.pipe(v.array(v.unknown()), v.maxLength(lengthMax), v.array(item));
}

/** A server's message of one type. */
export type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** A message with the same fields as the answer it carries. */
export function plain<const Type extends string, const Entries extends v.ObjectEntries>(
  type: Type,
  entries: Entries,
) {
  return v.pipe(
    v.object(entries),
    v.transform((fields) => ({ type, ...fields })),
  );
}

/** A message's fault, if this program knows its code. */
export function withFault() {
  return v.pipe(
    faultFields,
    v.transform((fields) => {
      const read = v.safeParse(faultSchema, fields, { abortEarly: true });
      return { fault: read.success ? read.output : undefined };
    }),
  );
}

/** A value of a fault that breaks its bound counts as missing; the server's own sentence is shown instead. */
const value = v.fallback(v.optional(v.pipe(textOf(nicknameBytesMax), v.transform(cleanLine))), undefined);
const count = v.fallback(v.optional(head), undefined);
const code = v.fallback(v.optional(units(excerptUnitsMax)), undefined);

/** The fields of all faults. */
const faultFields = v.object({
  code,
  room: value,
  nickname: value,
  value,
  field: value,
  expected: value,
  graphemesMax: count,
  charactersMax: count,
  depthMax: count,
  bytesMax: count,
  retry_after: count,
} satisfies Record<FieldOf<Fault>, v.GenericSchema>);

type FieldOf<Union> = Union extends unknown ? keyof Union : never;

/** A text of at most `bytesMax` bytes in UTF-8. */
export function textOf(bytesMax: number) {
  return v.pipe(
    v.string(),
    v.check((text) => fitsUtf8(text, bytesMax), `at most ${bytesMax} bytes`),
  );
}

/** A text of at most `unitsMax` UTF-16 units, which is how limits in characters are counted. */
export function units(unitsMax: number) {
  return v.pipe(v.string(), v.maxLength(unitsMax));
}
