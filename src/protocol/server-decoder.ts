/** Decodes what a server sends to a client: the text of a frame in, a message or a fault out. */
import * as v from "valibot";
import type { Failure, Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import type { ServerMessage } from "./server-message.ts";
import { messageSchemas } from "./server-schema.ts";
import { key } from "./server-fields.ts";
import { excerpt } from "./text.ts";

/**
 * A message, or a fault with what is known of the message, so that a request that waits for it does not wait for
 * ever.
 */
export type DecodedMessage =
  | { readonly ok: true; readonly value: ServerMessage }
  | (Failure & { readonly regarding?: ServerMessageType | undefined; readonly key?: string | undefined });

type ServerMessageType = keyof typeof messageSchemas;

/** @param text one complete JSON value, already valid Unicode */
export function decodeServerMessage(text: string): DecodedMessage {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const envelope = v.safeParse(envelopeSchema, parsed.value);
  if (!envelope.success) return badField(envelope.issues[0]);
  const { type, key: known } = envelope.output;
  if (!isKnown(type)) return success({ type: "unknown", name: excerpt(type) });
  const message = v.safeParse(messageSchemas[type], parsed.value, { abortEarly: true });
  if (message.success) return success(message.output);
  return { ...badField(message.issues[0]), regarding: type, key: known };
}

const envelopeSchema = v.object({ type: v.string(), key: v.fallback(key, undefined) });

function isKnown(type: string): type is ServerMessageType {
  return Object.hasOwn(messageSchemas, type);
}

function parseJson(json: string): Result<unknown> {
  try {
    return success(JSON.parse(json));
  } catch {
    return failure({ code: "bad_json" });
  }
}

/** The first issue that a schema reports. */
function badField(issue: v.BaseIssue<unknown>): Failure {
  const field = issue.path?.map(({ key: name }) => String(name)).join(".") ?? "";
  return failure({ code: "bad_field", field, expected: issue.expected ?? issue.message });
}
