/**
 * The requests that a person made and the server has not answered yet, in order: some are on their way, the rest wait.
 */
import type { Request, RequestType } from "../../protocol/requests.ts";
import { outboxMessagesMax } from "../limits.ts";

/** A request that will be answered, once, under its key. */
export type KeyedRequest = Extract<Request, { type: KeyedRequestType }> & {
  readonly key: string;
  readonly purpose?: Purpose | undefined;
  /** The line of piped input that it comes from, counted from 1. */
  readonly line?: number | undefined;
  /** When a message was written: milliseconds since 1970. */
  readonly writtenAt?: number | undefined;
};

/** What a person wrote. */
export type KeyedMessage = KeyedRequest & { readonly type: "broadcast" | "sendto" };

/** All that a person asks for, but what stands outside the outbox: a login, a heartbeat, a sign of typing. */
export type KeyedRequestType = Exclude<RequestType, "login" | "ping" | "pong" | "help" | "typing">;

/**
 * What a request is for, where that is not to be seen from it: a list with all that is known of each; what was said before
 * all that is shown, which is known when the request goes out; the same on opening a conversation, where nothing is no
 * news; a join that nobody typed, for messages that the last run left.
 */
export type Purpose = "detailed" | "further" | "opening" | "returning";

export function isMessage(request: KeyedRequest): request is KeyedMessage {
  return request.type === "broadcast" || request.type === "sendto";
}

/** Owned and changed by the functions here. Both parts by key; everything under way is older than what waits. */
export interface Outbox {
  underWay: Map<string, KeyedRequest>;
  waiting: Map<string, KeyedRequest>;
  /** Keys of requests that were under way when a connection was lost: perhaps they were done there. */
  repeated: Set<string>;
  /** Keys of requests that were sent at least once: the server may have done them. */
  readonly attempted: Set<string>;
  /** Keys of messages under way that the server cannot take for now. */
  readonly refused: Set<string>;
}

export function emptyOutbox(): Outbox {
  return {
    underWay: new Map(),
    waiting: new Map(),
    repeated: new Set(),
    attempted: new Set(),
    refused: new Set(),
  };
}

export function outboxSize({ underWay, waiting }: Outbox): number {
  return underWay.size + waiting.size;
}

/**
 * The requests in another form, the oldest first; at most `limit`.
 *
 * @param formOf undefined for a request that is left out
 */
export function unacknowledged<Form>(
  { underWay, waiting }: Outbox,
  limit: number,
  formOf: (request: KeyedRequest) => Form | undefined,
): readonly Form[] {
  const forms: Form[] = [];
  for (const requests of [underWay, waiting])
    for (const request of requests.values()) {
      if (forms.length >= limit) return forms;
      const form = formOf(request);
      if (form !== undefined) forms.push(form);
    }
  return forms;
}

/** A message as one would type it in the lobby. */
export function messageText(request: KeyedRequest): string | undefined {
  if (request.type === "broadcast") return request.text;
  return request.type === "sendto" ? `@${request.nickname} ${request.text}` : undefined;
}

/**
 * Takes a request in, behind all others; false when the outbox is full.
 *
 * @param elsewhere how many will be put back into it later
 */
export function added(outbox: Outbox, request: KeyedRequest, elsewhere = 0): boolean {
  if (outboxSize(outbox) + elsewhere >= outboxMessagesMax) return false;
  outbox.waiting.set(request.key, request);
  return true;
}

/** Takes in, in front of all that waits, what an earlier run could not send. */
export function putBack(outbox: Outbox, requests: readonly KeyedRequest[]): void {
  const earlier = requests.map((request) => [request.key, request] as const);
  outbox.waiting = new Map([...earlier, ...outbox.waiting]);
}

/** Takes out of what waits all that `isMeant`, in order. */
export function drop(
  { waiting, attempted }: Outbox,
  isMeant: (request: KeyedRequest) => boolean,
): readonly KeyedRequest[] {
  const dropped = Array.from(waiting.values()).filter(isMeant);
  for (const { key } of dropped) {
    waiting.delete(key);
    attempted.delete(key);
  }
  return dropped;
}

/**
 * What is to be sent now, in order, so that at most `underWayMax` are under way. One that may not go yet keeps all
 * after it waiting; a message beyond `messagesMax` only those that must not overtake it.
 */
export function take(
  outbox: Outbox,
  underWayMax: number,
  mayGo: (request: KeyedRequest) => boolean = () => true,
  messagesMax = Number.POSITIVE_INFINITY,
): readonly KeyedRequest[] {
  const taken: KeyedRequest[] = [];
  let messagesLeft = messagesMax;
  const held = { messages: false, others: false };
  for (const [key, request] of outbox.waiting) {
    if (outbox.underWay.size >= underWayMax) break;
    if (isMessage(request) ? messagesLeft <= 0 : !mayOvertake(request, held)) {
      held[isMessage(request) ? "messages" : "others"] = true;
      continue;
    }
    if (goesAlone(request) && outbox.underWay.size > 0) break;
    if (!mayGo(request)) break;
    if (isMessage(request)) messagesLeft -= 1;
    outbox.waiting.delete(key);
    outbox.underWay.set(key, request);
    outbox.attempted.add(key);
    taken.push(request);
  }
  return taken;
}

/** What a `take` that goes on has left behind. */
interface LeftBehind {
  readonly messages: boolean;
  readonly others: boolean;
}

/** Whether a request other than a message means the same before what was left behind. */
function mayOvertake({ type }: KeyedRequest, { messages, others }: LeftBehind): boolean {
  if (questions.has(type) || !(messages || others)) return true;
  // Who was to leave first must not come in before.
  return type === "join" && !others;
}

const questions: ReadonlySet<KeyedRequestType> = new Set(["whois", "ls", "rooms", "history", "search"]);

/** What lies before all that is shown is known when the answers that are still to come are there. */
function goesAlone(request: KeyedRequest): boolean {
  return endsReading(request) || request.purpose === "further";
}

/** One's own copy acknowledges a message: as long as it is under way, its room has to be read. */
function endsReading({ type }: KeyedRequest): boolean {
  return type === "leave" || type === "ignore";
}

/** The answer to `key` is there: gives the request back, once; undefined for a key that is not under way. */
export function acknowledge(outbox: Outbox, key: string | undefined): KeyedRequest | undefined {
  if (key === undefined) return undefined;
  const request = outbox.underWay.get(key);
  outbox.underWay.delete(key);
  outbox.refused.delete(key);
  if (request !== undefined) outbox.attempted.delete(key);
  return request;
}

/** Whether an answer to `key` is still to come, perhaps over another connection. */
export function isAwaited({ underWay, waiting }: Outbox, key: string | undefined): boolean {
  return key !== undefined && (underWay.has(key) || waiting.has(key));
}

/** The connection is lost: what was under way waits again, before all others, under the same keys. */
export function rewind(outbox: Outbox): void {
  for (const request of outbox.underWay.values()) if (endsReading(request)) outbox.repeated.add(request.key);
  outbox.waiting = new Map([...outbox.underWay, ...outbox.waiting]);
  outbox.underWay = new Map();
  outbox.refused.clear();
}

export function messagesUnderWay({ underWay }: Outbox): number {
  let count = 0;
  for (const request of underWay.values()) if (isMessage(request)) count += 1;
  return count;
}

/** What was refused for now waits again, before all others. The server has certainly not taken it. */
export function putBackRefused(outbox: Outbox): void {
  const { underWay, refused, attempted } = outbox;
  const back = Array.from(underWay.values()).filter(({ key }) => refused.has(key));
  for (const { key } of back) {
    underWay.delete(key);
    attempted.delete(key);
  }
  refused.clear();
  putBack(outbox, back);
}
