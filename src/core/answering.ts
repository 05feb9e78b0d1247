/** Effects that answer a session. */
import type { Answer } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";
import type { RequestType } from "../protocol/requests.ts";
import type { Effect } from "./effect.ts";

/** @param session the id of a session, or of a request without a session */
export function answer(session: number, content: Answer): Effect {
  return { type: "answer", session, answer: content };
}

/** A refusal: an `error`, or for a login an answer of its own type. */
export function refuse(
  session: number,
  fault: Fault,
  regarding: RequestType | undefined,
  key: string | undefined,
): Effect {
  return regarding === "login"
    ? answer(session, { type: "login", success: false, fault, key })
    : answer(session, { type: "error", fault, regarding, key });
}

/**
 * Refuses a message. If it has a key it may be a repeat, which only the log can tell: a look-up is proposed, and the
 * refusal is the answer if the key is unknown.
 */
export function refuseMessage(
  session: number,
  fault: Fault,
  { regarding, log, identity, key }: RefusedMessage,
): Effect {
  const refusal = { type: "error", fault, regarding, key } as const;
  if (key === undefined) return answer(session, refusal);
  return { type: "propose", proposal: { type: "lookUp", session, log, identity, key, refusal } };
}

interface RefusedMessage {
  readonly regarding: "broadcast" | "sendto";
  /** The log that its entry would be in. */
  readonly log: string;
  readonly identity: string;
  readonly key: string | undefined;
}
