/**
 * What the forms of a server's messages have in common: fields whose names and texts come out clean. Must not know the
 * messages.
 */
import * as v from "valibot";
import { faultSchema } from "./faults.ts";
import type { Fault } from "./faults.ts";
import type { ServerMessage } from "./server-message.ts";
import { cleanLine, cleanText } from "./text.ts";

export const line = v.pipe(v.string(), v.transform(cleanLine));
export const text = v.pipe(v.string(), v.transform(cleanText));
export const sentence = v.optional(text, "");
export const key = v.optional(v.string());
export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** A log's newest seq, or how many there are of something: perhaps none. */
export const head = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A server's message of one type. */
export type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** A message's fault, if its code is one that this program knows. */
export function withFault() {
  return v.pipe(
    fault,
    v.transform((read) => ({ fault: read })),
  );
}

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
