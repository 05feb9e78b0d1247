/**
 * Applies a turn once the store has decided about its proposals. Durable state changes here and nowhere else, in
 * commit order.
 */
import { assertNever } from "../base/assert-never.ts";
import type { Fault } from "../protocol/faults.ts";
import { lobby } from "../protocol/entry.ts";
import type { Entry } from "../protocol/entry.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Item } from "../protocol/item.ts";
import type { Receipt } from "../protocol/receipt.ts";
import { mayRead } from "./context.ts";
import type { Change, Effect, Proposal, TurnItem } from "./effect.ts";
import { cacheHolder, setTopic } from "./membership.ts";
import type { State } from "./state.ts";
import { hasCapacityFor, roomOf } from "./state.ts";

export interface Applied {
  /** To be carried out before the items are delivered. */
  readonly effects: readonly Effect[];
  /** The new items of each log, in order. */
  readonly items: ReadonlyMap<string, readonly Item[]>;
}

/**
 * @param receipts one for each proposal of the turn, in order
 * @param time when the store decided: milliseconds since 1970, UTC
 */
export function apply(
  state: State,
  turn: readonly TurnItem[],
  receipts: readonly Receipt[],
  time: number,
): Applied {
  const outcome: Outcome = { effects: [], items: new Map(), time };
  let next = 0;
  for (const item of turn) {
    if (item.type === "notice") put(outcome, item.notice.room, item);
    else {
      const receipt = receipts[next];
      next += 1;
      if (receipt !== undefined) settle(state, item.proposal, receipt, outcome);
    }
  }
  return { effects: outcome.effects, items: outcome.items };
}

/**
 * Applies a batch of another server that shares the store. Its records do not say who changed them, so a topic that
 * comes from there is not announced.
 */
export function applyForeign(state: State, receipts: readonly Receipt[]): Applied {
  const outcome = { effects: [], items: new Map<string, Item[]>() };
  for (const receipt of receipts) {
    if (receipt.outcome === "new") putNew(outcome, receipt);
    else if (receipt.outcome === "recorded") applyRecord(state, receipt.record);
  }
  return outcome;
}

/** Applies a record to the state. */
export function applyRecord(state: State, record: DurableRecord): void {
  if (record.type === "topic") {
    const { room, topic } = record;
    const mayCreate = topic !== "" && hasCapacityFor(state, room);
    if (mayCreate || state.rooms.has(room)) setTopic(state, roomOf(state, room), topic);
  } else {
    const { folded, nickname, identity, time: rememberedAt } = record;
    cacheHolder(state, folded, { nickname, identity, rememberedAt });
  }
}

interface Outcome {
  readonly effects: Effect[];
  readonly items: Map<string, Item[]>;
  /** When the store decided: milliseconds since 1970, UTC. */
  readonly time: number;
}

function settle(state: State, proposal: Proposal, receipt: Receipt, outcome: Outcome): void {
  if (proposal.type === "record") return settleRecord(state, proposal, receipt, outcome);
  const { session, key } = proposal;
  switch (receipt.outcome) {
    case "new":
      putNew(outcome, receipt);
      if (!isShown(state, session, receipt.entry))
        outcome.effects.push({ type: "acknowledge", session, outcome: "new", entry: receipt.entry, key });
      return;
    case "repeated":
      outcome.effects.push({ type: "acknowledge", session, outcome: "repeated", entry: receipt.entry, key });
      return;
    case "uncertain":
      // Whether it is stored is unknown. When it is sent again, its key decides.
      outcome.effects.push({ type: "abandon", session });
      return;
    case "tooOld":
    case "unknown":
    case "failed":
      if (receipt.outcome === "failed") noteRefused(state, proposal, outcome.time);
      outcome.effects.push({ type: "answer", session, answer: refusalOf(proposal, receipt.outcome) });
      return;
    case "recorded":
      throw new Error("the store has put a message among the records");
    default:
      assertNever(receipt);
  }
}

function noteRefused(state: State, proposal: Exclude<Proposal, { type: "record" }>, time: number): void {
  const session = state.sessions.get(proposal.session);
  if (session === undefined || proposal.type !== "message" || proposal.key === undefined) return;
  session.refused ??= { key: proposal.key, at: time };
}

function settleRecord(
  state: State,
  { record, change }: Extract<Proposal, { type: "record" }>,
  receipt: Receipt,
  outcome: Outcome,
): void {
  const known = record.type === "topic" ? state.rooms.get(record.room) : undefined;
  const isChanged = record.type === "topic" && (known?.topic ?? "") !== record.topic;
  if (receipt.outcome === "recorded") applyRecord(state, record);
  if (change === undefined || record.type !== "topic") return;
  if (known !== undefined) known.topicsInFlight = Math.max(0, known.topicsInFlight - 1);
  const { session, nickname, key, time } = change;
  const { room, topic } = record;
  if (receipt.outcome === "uncertain") return void outcome.effects.push({ type: "abandon", session });
  if (receipt.outcome !== "recorded") return void outcome.effects.push(...refuseChange(change));
  outcome.effects.push({ type: "answer", session, answer: { type: "topic", room, topic, key } });
  outcome.effects.push({ type: "resume", session });
  if (isChanged)
    put(outcome, room, { type: "notice", notice: { event: "topic", room, nickname, topic, time } });
}

function refuseChange({ session, key }: Change): readonly Effect[] {
  const answer = { type: "error", fault: notStored, regarding: "topic", key } as const;
  return [
    { type: "answer", session, answer },
    { type: "resume", session },
  ];
}

function refusalOf(
  proposal: Exclude<Proposal, { type: "record" }>,
  outcome: "tooOld" | "unknown" | "failed",
): Extract<Effect, { type: "answer" }>["answer"] {
  if (proposal.type === "lookUp")
    return outcome === "unknown" ? proposal.refusal : { ...proposal.refusal, fault: notStored };
  const regarding = proposal.to === undefined ? "broadcast" : "sendto";
  const fault: Fault = outcome === "tooOld" ? { code: "key_too_old" } : notStored;
  return { type: "error", fault, regarding, key: proposal.key };
}

const notStored: Fault = { code: "storage" };

/**
 * Whether the session is certain to receive the entry through a cursor. If not, an acknowledgement is sent; the shell
 * drops it if a cursor delivers the entry after all.
 */
function isShown(state: State, id: number, { log }: Entry): boolean {
  const member = state.sessions.get(id)?.member;
  if (member === undefined || !mayRead(state, member, log)) return false;
  return !(member.ignoring && log === lobby);
}

function putNew(
  outcome: Pick<Outcome, "items">,
  { entry, copy }: Extract<Receipt, { outcome: "new" }>,
): void {
  put(outcome, entry.log, { type: "entry", entry });
  if (copy !== undefined) put(outcome, copy.log, { type: "entry", entry: copy });
}

function put({ items }: Pick<Outcome, "items">, log: string, item: Item): void {
  const known = items.get(log);
  if (known === undefined) items.set(log, [item]);
  else known.push(item);
}
