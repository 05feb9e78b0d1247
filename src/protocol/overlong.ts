/**
 * What can be read of a request whose frame is too long or broken: its type and its key, so that the refusal reaches
 * the sender's message and not only the sender.
 */
import * as v from "valibot";
import type { Fault } from "./faults.ts";
import type { BrokenFrame } from "./framing.ts";
import { messageBytesMax } from "./limits.ts";
import { isRequestType, keySchema } from "./request-schema.ts";
import type { RequestType } from "./request-schema.ts";

/** A frame that could not be read, with what is known of the request in it. */
export interface UnreadableFrame {
  readonly ok: false;
  readonly fault: Fault;
  readonly regarding?: RequestType | undefined;
  readonly key?: string | undefined;
}

/**
 * A frame that is too long and says that it is a message is a message that is too long: somebody's long text, and no
 * malformed frame.
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
 * A name in quotes that no backslash stands before, and a colon behind it: inside of a JSON string the quotes would be
 * escaped, so this is a member of the request.
 */
const keyMember = /(?<!\\)"key"\s*:\s*("(?:[^"\\]|\\.)*")/;
const typeMember = /(?<!\\)"type"\s*:\s*("(?:[^"\\]|\\.)*")/;

function memberOf(edges: readonly string[], member: RegExp): string | undefined {
  // The tail begins anywhere, perhaps behind a backslash: its first sign is no beginning of a name.
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
