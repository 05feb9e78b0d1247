/** Decodes what a server sends to a client: one frame's text in, a message out, or what is wrong with it. */
import * as v from "valibot";
import type { Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import type { ServerMessage } from "./server-message.ts";
import { messageSchemas } from "./server-schema.ts";
import { cleanLine } from "./text.ts";

/** @param text one whole JSON value, already valid Unicode */
export function decodeServerMessage(text: string): Result<ServerMessage> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const envelope = v.safeParse(envelopeSchema, parsed.value);
  if (!envelope.success) return badField(envelope.issues[0]);
  const { type } = envelope.output;
  if (!isKnown(type)) return success({ type: "unknown", name: cleanLine(type) });
  const message = v.safeParse(messageSchemas[type], parsed.value);
  return message.success ? success(message.output) : badField(message.issues[0]);
}

const envelopeSchema = v.object({ type: v.string() });

function isKnown(type: string): type is keyof typeof messageSchemas {
  return Object.hasOwn(messageSchemas, type);
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
