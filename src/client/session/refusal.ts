/** Handles a request that was refused, or whose answer cannot be read: finds what waits for it by its key. */
import { faultText } from "../../protocol/faults.ts";
import type { Fault } from "../../protocol/faults.ts";
import { refuseRequest } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { Outcome } from "../shown-event.ts";
import { end } from "./leaving.ts";
import { acknowledge } from "./outbox.ts";
import { membersKey } from "./people.ts";
import { backlogRoom, release } from "./backlog.ts";
import { resendLater } from "./resend.ts";
import { turnBack } from "./rooms.ts";
import type { SessionState } from "./state.ts";

/**
 * @param why a fault, or a sentence
 * @returns undefined if nothing waits for an answer under this key
 */
export function refuseByKey(
  state: SessionState,
  key: string | undefined,
  why: Fault | string,
  outcome: Outcome = "notDone",
): Effects | undefined {
  if (key === undefined) return undefined;
  if (key === state.programRoom.key) return endProgram(state, why);
  // What was said before cannot be had: what has waited for it is shown at least.
  const awaited = backlogRoom(state, key);
  if (awaited !== undefined) return release(state, awaited);
  if (state.released.delete(key)) return [];
  // Nobody asked for the list that is asked for at login.
  if (state.listAwaited && key === membersKey(state)) {
    state.listAwaited = false;
    return [];
  }
  const delayed = resendLater(state, key, why);
  if (delayed !== undefined) return delayed;
  const request = acknowledge(state.outbox, key);
  if (request === undefined) return undefined;
  // Left on the connection before, which was lost with the answer.
  const hasLeft = request.type === "leave" && state.outbox.repeated.has(request.key);
  if (hasLeft && typeof why !== "string" && why.code === "not_in_room") return [];
  const back = request.type === "join" ? turnBack(state, request.room) : [];
  return [...refuseRequest(state, request, why, { outcome }), ...back];
}

/** Whether something waits for an answer under this key: then `refuseByKey` knows what. */
export function awaitsAnswer(state: SessionState, key: string): boolean {
  const { programRoom, released, listAwaited, outbox } = state;
  if (key === programRoom.key || released.has(key) || outbox.underWay.has(key)) return true;
  return backlogRoom(state, key) !== undefined || (listAwaited && key === membersKey(state));
}

/** A program cannot enter the one room that it is there for. */
function endProgram(state: SessionState, why: Fault | string): Effects {
  const { options, programRoom, outbox } = state;
  // What was sent behind a refused join is refused, too.
  if (!programRoom.wasIn) outbox.attempted.clear();
  return end(state, typeof why === "string" ? why : faultText(options.catalogue.faults, why));
}
