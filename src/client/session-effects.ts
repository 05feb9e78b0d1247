/** What many parts of a session do with what a person asks: show something, refuse it, put it into the outbox. */
import type { Happening } from "./face.ts";
import { put } from "./outbox.ts";
import type { Keyed } from "./outbox.ts";
import type { SessionEffect, SessionState } from "./session-state.ts";

export type Effects = readonly SessionEffect[];

export function show(happening: Happening): Effects {
  return [{ type: "show", happening }];
}

/** Counts what was not done, and says why. */
export function refuse(state: SessionState, refusal: Refusal): Effects {
  state.refused += 1;
  return show({ type: "refused", ...refusal });
}

export function enqueue(state: SessionState, request: Keyed): Effects {
  if (put(state.outbox, request)) return [];
  return refuse(state, { text: state.options.catalogue.client.outboxFull });
}

type Refusal = WithoutType<Extract<Happening, { type: "refused" }>>;
type WithoutType<Refused> = Refused extends unknown ? Omit<Refused, "type"> : never;
