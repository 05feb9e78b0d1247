/** The core without a server around it: an empty state, sessions, and a store that takes every record at once. */
import { apply } from "../../src/core/apply.ts";
import type { Effect, TurnItem } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import type { State } from "../../src/core/state.ts";
import { emptyState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";

export const peer = { address: "192.0.2.7:50123", transport: "tcp", encrypted: false } as const;

/** @param headOf the last seq of each log; all are empty unless it is said otherwise */
export function openState(startedAt = 0, headOf: (log: string) => number = () => 0): State {
  return emptyState({ name: "Tea room", version: "1.0" }, startedAt, headOf);
}

export function opened(session: number): Event {
  return { type: "opened", session, peer };
}

/** The effects of an event, and behind them those of the records that the store has taken then. */
export function stepStored(state: State, event: Event): readonly Effect[] {
  const effects = step(state, event);
  const records = effects.filter(isRecord);
  const receipts = records.map(({ proposal: { record } }): Receipt => ({ outcome: "recorded", record }));
  const applied = apply(state, records, receipts, 0);
  const notices = Array.from(applied.items.values())
    .flat()
    .filter((item) => item.type === "notice");
  return [...effects, ...applied.effects, ...notices];
}

type RecordItem = Extract<TurnItem, { type: "propose" }> & {
  readonly proposal: { readonly type: "record" };
};

function isRecord(effect: Effect): effect is RecordItem {
  return effect.type === "propose" && effect.proposal.type === "record";
}
