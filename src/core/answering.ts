/** The effects that answer one session. */
import type { Answer } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";
import type { RequestType } from "../protocol/requests.ts";
import type { Effect } from "./effect.ts";

/** @param session whose answer it is: a session's id, or that of somebody without one */
export function answer(session: number, content: Answer): Effect {
  return { type: "answer", session, answer: content };
}

/** A refusal stands in for the answer: a login has one of its own kind. */
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

/** The refusal of a message. One that has a key may be a repeat, which only the log can tell: then that is the answer. */
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
  /** Where its entry would stand. */
  readonly log: string;
  readonly identity: string;
  readonly key: string | undefined;
}
