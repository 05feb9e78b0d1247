/** The effects that answer one session. Must not know why. */
import type { Answer } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";
import type { RequestType } from "../protocol/requests.ts";
import type { Effect, Keyed } from "./effect.ts";
import type { Session } from "./state.ts";

export function answer(session: Session, content: Answer): Effect {
  return { type: "answer", session: session.id, answer: content };
}

/** A refusal stands in for the answer: a login has one of its own kind. */
export function refuse(
  session: Session,
  fault: Fault,
  regarding: RequestType | undefined,
  key: string | undefined,
): Effect {
  return regarding === "login"
    ? answer(session, { type: "login", success: false, fault, key })
    : answer(session, { type: "error", fault, regarding, key });
}

/** The refusal of a message that has a key: not said when the log holds it already. */
export function refuseUnlessKept(
  refusal: Effect,
  { log, identity, key }: Omit<Keyed, "key"> & { readonly key: string | undefined },
): Effect {
  return refusal.type === "answer" && key !== undefined
    ? { ...refusal, unless: { log, identity, key } }
    : refusal;
}
