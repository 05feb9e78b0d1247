/**
 * Recovers the type and the key of a request whose frame is too long or broken, so that the sender knows which
 * message was refused.
 */
import * as v from "valibot";
import type { Fault } from "./faults.ts";
import type { BrokenFrame } from "./framing.ts";
import { messageBytesMax } from "./limits.ts";
import { isRequestType, keySchema } from "./request-schema.ts";
import type { RequestType } from "./request-schema.ts";

/** A frame that could not be decoded, and what is known of its request. */
export interface UnreadableFrame {
  readonly ok: false;
  readonly fault: Fault;
  readonly regarding?: RequestType | undefined;
  readonly key?: string | undefined;
}

/**
 * Describes such a frame. If it is too long and its type is that of a message, the message is too long: a person's
 * long text, not a malformed frame.
 */
export function describeUnreadable({ fault, edges }: BrokenFrame): UnreadableFrame {
  if (edges === undefined) return { ok: false, fault };
  const type = memberOf(edges, typeMember);
  const regarding = type !== undefined && isRequestType(type) ? type : undefined;
  const key = memberOf(edges, keyMember);
  const isMessage = fault.code === "frame_too_long" && (regarding === "broadcast" || regarding === "sendto");
  return {
    ok: false,
    fault: isMessage ? { code: "message_too_long", bytesMax: messageBytesMax } : fault,
    regarding,
    key: v.is(keySchema, key) ? key : undefined,
  };
}

/**
 * A member name in quotes without a backslash before them, followed by a colon. In a JSON string the quotes would be
 * escaped, so this is a member of the request.
 */
const keyMember = /(?<!\\)"key"\s*:\s*("(?:[^"\\]|\\.)*")/;
const typeMember = /(?<!\\)"type"\s*:\s*("(?:[^"\\]|\\.)*")/;

function memberOf(edges: readonly string[], member: RegExp): string | undefined {
  // The tail may begin after a backslash, so its first character cannot begin a name.
  const [head = "", tail = ""] = edges;
  const literal = member.exec(head)?.[1] ?? member.exec(tail.slice(1))?.[1];
  return literal === undefined ? undefined : parsedText(literal);
}

function parsedText(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}
