/**
 * Drives a client's session by hand: what happens to it goes in as calls, what it wants comes out as lines that a person
 * can read. Time stands still unless it is told to go on.
 */
import type { SessionEffect } from "../../src/client/session/effects.ts";
import type { ShownEvent } from "../../src/client/shown-event.ts";
import type { SessionEvent } from "../../src/client/session/event.ts";
import type { SessionOptions, SessionState } from "../../src/client/session/state.ts";
import { decodeMessage } from "../../src/client/decode-messages.ts";
import { emptySession } from "../../src/client/session/state.ts";
import { step } from "../../src/client/session/step.ts";
import { en } from "../../src/locale/en.ts";
import { tellEvent } from "./tell-event.ts";

type Occurrence<Event = SessionEvent> = Event extends unknown ? Omit<Event, "time" | "random"> : never;

export interface ScriptedSession {
  /** Only to look at: how much it holds. */
  readonly state: SessionState;
  readonly happen: (event: Occurrence) => readonly string[];
  /** The server of the present connection sends these objects, in one chunk. */
  readonly hear: (...objects: readonly object[]) => readonly string[];
  /** The same, and gives what was refused because of them, field by field. */
  readonly refusals: (...objects: readonly object[]) => readonly Refused[];
  readonly submit: (text: string) => readonly string[];
  /** Something is written, at one key. */
  readonly type: () => readonly string[];
  readonly go: (conversation: string) => readonly string[];
  readonly open: () => readonly string[];
  readonly lose: () => readonly string[];
  readonly fire: (
    timer: "answer" | "retry" | "resend" | "heartbeat" | "pace" | "backlog" | "leave",
  ) => readonly string[];
  readonly pass: (milliseconds: number) => void;
  /** From nothing to being online. */
  readonly arrive: (answer: object) => void;
}

export const acceptedV2 = {
  type: "login",
  success: true,
  v: 2,
  nickname: "alice",
  server: { name: "Room", version: "1" },
} as const;
export const acceptedClassic = { type: "login", success: true, msg: "welcome" } as const;

/** Those of somebody who remembers nothing and reads nothing back. */
export const sessionOptions: SessionOptions = {
  host: "host",
  address: "host:1",
  nickname: "alice",
  keyPrefix: "k",
  canAsk: false,
  completes: false,
  backlog: 0,
  restore: () => undefined,
  catalogue: en,
};

export function scriptSession(options: Partial<SessionOptions> = {}): ScriptedSession {
  const state = emptySession({ ...sessionOptions, ...options });
  let time = 1_000_000;
  let connection = 0;
  const happen = (event: Occurrence): readonly string[] => {
    const effects = step(state, { ...event, time, random: 0.5 });
    for (const effect of effects) if (effect.type === "connect") ({ connection } = effect);
    return effects.map(tell);
  };
  const open = (): readonly string[] => happen({ type: "opened", connection });
  const hear = (...objects: readonly object[]): readonly string[] =>
    happen({ type: "received", connection, messages: objects.map(decode) });
  const refusals = (...objects: readonly object[]): readonly Refused[] => {
    const received = {
      type: "received",
      connection,
      messages: objects.map(decode),
      time,
      random: 0.5,
    } as const;
    return step(state, received).flatMap((effect) =>
      effect.type === "show" && effect.event.type === "refused" ? [withoutType(effect.event)] : [],
    );
  };
  return {
    state,
    refusals,
    happen,
    hear,
    open,
    submit: (text) => happen({ type: "submitted", text }),
    type: () => happen({ type: "typing" }),
    go: (conversation) => happen({ type: "switchTo", conversation }),
    lose: () => happen({ type: "closed", connection, reason: { type: "lost" } }),
    fire: (timer) => happen({ type: "timer", timer }),
    pass: (milliseconds) => void (time += milliseconds),
    arrive: (answer) => {
      happen({ type: "started" });
      open();
      hear(answer);
    },
  };
}

type Refused = Omit<Extract<ShownEvent, { type: "refused" }>, "type">;

function withoutType({ type: _type, ...refused }: Extract<ShownEvent, { type: "refused" }>): Refused {
  return refused;
}

function decode(fields: object) {
  return decodeMessage(JSON.stringify(fields));
}

function tell(effect: SessionEffect): string {
  switch (effect.type) {
    case "connect":
      return `connect ${effect.connection}`;
    case "send":
      return `send ${effect.text}`;
    case "close":
      return effect.gently ? "close gently" : "close";
    case "arm":
      return `arm ${effect.timer} ${effect.afterMs}`;
    case "show":
      return `show ${tellEvent(effect.event)}`;
    case "nicknames":
      return `nicknames ${effect.nicknames.join(" ")}`;
    case "ask":
      return effect.reason === undefined ? "ask" : `ask ${effect.reason}`;
    case "save": {
      const { token, mailboxSeq, rooms } = effect.saved;
      const places = Array.from(rooms, ([room, seq]) => ` ${room}:${seq}`);
      return `save ${effect.nickname} ${token} @${mailboxSeq}${places.join("")}`;
    }
    case "journal":
      return `journal ${effect.added.map(({ key }) => key).join(" ")}, ${effect.removed.join(" ")}`;
    case "end": {
      const { reason = "as wished", refused, unsent, unacknowledged } = effect.ending;
      const unanswered = unacknowledged === 0 ? "" : ` unacknowledged ${unacknowledged}`;
      return `end ${reason} refused ${refused} unsent ${unsent}${unanswered}`;
    }
  }
}
