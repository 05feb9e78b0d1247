/**
 * What can go wrong with a request or a session, as data. A fault has a stable `code` for programs and the values
 * that a sentence needs; the sentences are in the catalogues (`src/locale`).
 */
import * as v from "valibot";

/** A fault as the fields of an `error`. Clients decode it to show it in their own language. */
export const faultSchema = v.variant("code", [
  bare("bad_utf8"),
  bare("bad_json"),
  bare("not_logged_in"),
  bare("already_logged_in"),
  bare("nickname_empty"),
  bare("nickname_space"),
  bare("nickname_characters"),
  bare("message_empty"),
  bare("ignoring"),
  bare("storage"),
  /** The key is unknown, and so old that the server may have forgotten it. */
  bare("key_too_old"),
  bare("too_many_faults"),
  bare("login_timeout"),
  bare("frame_timeout"),
  bare("server_full"),
  bare("shutting_down"),
  bare("replaced"),
  bare("too_many_rooms"),
  /** Too many requests at once; `retry_after` is in milliseconds. */
  v.object({ code: v.literal("busy"), retry_after: v.number() }),
  v.object({ code: v.literal("room_name"), graphemesMax: v.number() }),
  v.object({ code: v.literal("not_in_room"), room: v.string() }),
  v.object({ code: v.literal("topic_too_long"), charactersMax: v.number() }),
  v.object({ code: v.literal("away_too_long"), charactersMax: v.number() }),
  v.object({ code: v.literal("too_deep"), depthMax: v.number() }),
  v.object({ code: v.literal("frame_too_long"), bytesMax: v.number() }),
  v.object({ code: v.literal("message_too_long"), bytesMax: v.number() }),
  v.object({ code: v.literal("nickname_too_long"), graphemesMax: v.number() }),
  v.object({ code: v.literal("nickname_taken"), nickname: v.string() }),
  v.object({ code: v.literal("nickname_unknown"), nickname: v.string() }),
  v.object({ code: v.literal("unknown_type"), value: v.string() }),
  v.object({ code: v.literal("bad_field"), field: v.string(), expected: v.string() }),
]);

/**
 * An operating error that a person can act on.
 *
 * `field` is the name of the invalid field, `expected` what it should be. Values that come from a user (`value`,
 * `nickname`) are already cleaned and truncated for display.
 */
export type Fault = Readonly<v.InferOutput<typeof faultSchema>>;

/** The stable `code` of an `error`. */
export type FaultCode = Fault["code"];

/**
 * Whether a fault means that a frame could not be understood. Only these count towards closing a session: a
 * well-formed request that is refused (an invalid room name, an empty message, …) is a person's mistake, not a
 * program's.
 */
export function isMalformed({ code }: Fault): boolean {
  return malformed.has(code);
}

const malformed: ReadonlySet<FaultCode> = new Set([
  "bad_utf8",
  "bad_json",
  "too_deep",
  "frame_too_long",
  "bad_field",
  "unknown_type",
]);

/** One fault by its code, for the catalogues. */
export type FaultOf<Code extends FaultCode> = Extract<Fault, { code: Code }>;

/** A sentence for each fault, complete by type: a catalogue that lacks one does not compile. */
export type FaultTexts = { readonly [Code in FaultCode]: (fault: FaultOf<Code>) => string };

/** The sentence for a fault. */
export function faultText<Code extends FaultCode>(texts: FaultTexts, fault: FaultOf<Code>): string {
  const text: (fault: FaultOf<Code>) => string = texts[fault.code];
  return text(fault);
}

/** The result of something that can fail because of a user's input. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | Failure;

export interface Failure {
  readonly ok: false;
  readonly fault: Fault;
}

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function failure(fault: Fault): Failure {
  return { ok: false, fault };
}

/** A fault that has nothing but its code. */
function bare<Code extends string>(code: Code) {
  return v.object({ code: v.literal(code) });
}
