/**
 * Owns the room's state and carries it through: what comes in -> step -> effects -> log -> what goes out. Must not know
 * a transport or a store: both are ports, and so are clock and ids.
 */
import type { Logger } from "@logtape/logtape";
import type { Effect } from "../core/effect.ts";
import type { Event } from "../core/event.ts";
import { emptyState } from "../core/state.ts";
import type { State } from "../core/state.ts";
import { step } from "../core/step.ts";
import type { Log, LogListener } from "../log/log.ts";
import type { Answer, ServerInfo, Wording } from "../protocol/answers.ts";
import { classic } from "../protocol/classic.ts";
import { assertNever } from "../protocol/faults.ts";
import { classicPauseMs, requestsPerTickMax, sweepMs } from "../protocol/limits.ts";
import type { Decoded } from "../protocol/requests.ts";
import { v2 } from "../protocol/v2.ts";
import type { Connection, ConnectionEvents, Scheduler } from "./connection.ts";
import { Inlet } from "./inlet.ts";
import { Outlet } from "./outlet.ts";
import type { OutletContext } from "./outlet.ts";
import { Pacer } from "./pacer.ts";
import { Publisher } from "./publisher.ts";
import type { HubSession } from "./session.ts";
import { overdue } from "./session.ts";

export interface HubOptions {
  readonly server: ServerInfo;
  readonly wording: Wording;
  readonly openLog: (listener: LogListener) => Log;
  readonly scheduler: Scheduler;
  /** An unguessable id that was never given before. */
  readonly freshId: () => string;
  readonly logger: Logger;
}

export class Hub {
  readonly #options: HubOptions;
  readonly #state: State;
  readonly #publisher: Publisher;
  readonly #pacer: Pacer;
  readonly #outletContext: OutletContext;
  readonly #sessions = new Map<number, HubSession>();
  #lastId = 0;
  #turnEndAsked = false;
  /** Outlets with something new to write in this turn. */
  readonly #stirred = new Set<Outlet>();
  /** Sessions whose requests were too many for one turn. */
  readonly #backlog = new Set<HubSession>();
  /** Sessions whose client has ended its side while requests of it were still to be read. */
  readonly #quitters = new Set<HubSession>();
  /** Outlets to be finished after this turn. */
  #leaving: Outlet[] = [];
  #cancelSweep: () => void;
  #emptied: (() => void) | undefined;

  constructor(options: HubOptions) {
    const { scheduler, wording, openLog, logger } = options;
    this.#options = options;
    this.#state = emptyState(options.server);
    this.#publisher = new Publisher({
      openLog,
      tell: (session, answer) => this.#tell(session, answer),
      failed: (cause) => logger.error("the log refused messages: {cause}", { cause }),
    });
    this.#pacer = new Pacer(scheduler, classicPauseMs);
    this.#outletContext = {
      log: this.#publisher.log,
      wording,
      now: () => scheduler.now(),
      pause: (outlet) => this.#pacer.pause(outlet),
    };
    this.#cancelSweep = scheduler.after(sweepMs, () => this.#sweep());
  }

  /** Connections at this moment, logged in or not. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Greets a new connection and takes it in. */
  accept(connection: Connection): ConnectionEvents {
    this.#lastId += 1;
    const session: HubSession = {
      id: this.#lastId,
      connection,
      inlet: new Inlet(),
      outlet: new Outlet(connection, classic, this.#outletContext, () => this.#process(session)),
      openedAt: this.#options.scheduler.now(),
      nickname: undefined,
      held: false,
      closingSince: undefined,
    };
    this.#sessions.set(session.id, session);
    this.#options.logger.info("session {session} connected from {peer}", {
      session: session.id,
      peer: connection.peer,
    });
    session.outlet.text(`${this.#options.wording.greeting(this.#options.server.name)}\r\n`);
    this.#stir(session.outlet);
    this.#step({ type: "opened", session: session.id });
    return {
      received: (chunk) => this.#received(session, chunk),
      drained: () => session.outlet.drained(),
      ended: () => this.#ended(session),
      closed: () => this.#closed(session),
    };
  }

  /** Says goodbye to everybody, behind what was said before. Resolves when all are gone, the slowest after a deadline. */
  async stop(): Promise<void> {
    this.#endTurn();
    this.#step({ type: "shutdown", time: this.#options.scheduler.now() });
    if (this.#sessions.size > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
    this.#cancelSweep();
    this.#publisher.log.close();
  }

  #received(session: HubSession, chunk: Uint8Array): void {
    if (session.closingSince !== undefined) return;
    session.inlet.push(chunk);
    if (!session.held) this.#process(session);
  }

  /** Takes in what a session has sent, as far as this turn and its answers allow. */
  #process(session: HubSession): void {
    const time = this.#options.scheduler.now();
    for (let count = 0; session.closingSince === undefined; count += 1) {
      const tooMany = count >= requestsPerTickMax;
      if (tooMany || session.outlet.full) return this.#hold(session, tooMany);
      const decoded = session.inlet.next(time);
      if (decoded === undefined) break;
      this.#step(eventOf(session.id, decoded, time, this.#options.freshId));
    }
    if (session.held) session.connection.resume();
    session.held = false;
    if (this.#quitters.has(session)) this.#end(session);
  }

  #hold(session: HubSession, untilNextTurn: boolean): void {
    if (!session.held) session.connection.pause();
    session.held = true;
    if (!untilNextTurn) return;
    this.#backlog.add(session);
    this.#askTurnEnd();
  }

  #closed(session: HubSession): void {
    this.#sessions.delete(session.id);
    session.closingSince ??= this.#options.scheduler.now();
    this.#leaveLogs(session);
    this.#pacer.forget(session.outlet);
    this.#stirred.delete(session.outlet);
    this.#backlog.delete(session);
    this.#quitters.delete(session);
    this.#options.logger.info("session {session} closed", {
      session: session.id,
      nickname: session.nickname,
    });
    this.#step({ type: "closed", session: session.id, time: this.#options.scheduler.now() });
    if (this.#sessions.size === 0) this.#emptied?.();
  }

  /** The client has said all it wanted: it still gets its answers and what is said in this turn. */
  #ended(session: HubSession): void {
    if (session.held) this.#quitters.add(session);
    else this.#end(session);
  }

  #end(session: HubSession): void {
    session.closingSince ??= this.#options.scheduler.now();
    this.#quitters.delete(session);
    this.#leaving.push(session.outlet);
    this.#askTurnEnd();
  }

  #leaveLogs(session: HubSession): void {
    const tails = session.outlet.cursors.map(({ tail }) => tail);
    session.outlet.leave();
    for (const tail of tails) this.#publisher.release(tail);
  }

  #step(event: Event): void {
    for (const effect of step(this.#state, event)) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "append":
        this.#publisher.turn.draft(effect.draft);
        return this.#askTurnEnd();
      case "notice":
        this.#publisher.turn.notice(effect.notice);
        return this.#askTurnEnd();
      default: {
        const session = this.#sessions.get(effect.session);
        if (session !== undefined) this.#performFor(session, effect);
      }
    }
  }

  #performFor(session: HubSession, effect: Exclude<Effect, { type: "append" | "notice" }>): void {
    const { outlet } = session;
    switch (effect.type) {
      case "speak":
        outlet.dialect = effect.version === 2 ? v2 : classic;
        return;
      case "answer":
        return this.#answer(session, effect.answer);
      case "follow":
        return outlet.follow(this.#publisher.tailOf(effect.log));
      case "mute":
        for (const cursor of outlet.cursors) if (cursor.tail.log === effect.log) cursor.muted = effect.muted;
        return;
      case "close":
        this.#leaveLogs(session);
        return this.#end(session);
      default:
        return assertNever(effect);
    }
  }

  #answer(session: HubSession, answer: Answer): void {
    session.outlet.answer(answer);
    this.#stir(session.outlet);
    const { logger } = this.#options;
    if (answer.type === "login" && answer.success) {
      session.nickname = answer.nickname;
      const dialect = session.outlet.dialect.name;
      logger.info("session {session} is {nickname}", {
        session: session.id,
        nickname: answer.nickname,
        dialect,
      });
    } else if ("fault" in answer)
      logger.info("session {session} was refused: {code}", { session: session.id, code: answer.fault.code });
  }

  #stir(outlet: Outlet): void {
    this.#stirred.add(outlet);
    this.#askTurnEnd();
  }

  #askTurnEnd(): void {
    if (this.#turnEndAsked) return;
    this.#turnEndAsked = true;
    this.#options.scheduler.atTurnEnd(() => this.#endTurn());
  }

  /** Answers go out, and what was said goes to the log; what does not fit in a turn is taken up in the next. */
  #endTurn(): void {
    this.#turnEndAsked = false;
    this.#pumpStirred();
    this.#publisher.endTurn();
    for (const outlet of this.#leaving) outlet.end();
    for (const outlet of this.#leaving.splice(0)) outlet.pump();
    const backlog = Array.from(this.#backlog);
    this.#backlog.clear();
    for (const session of backlog) this.#process(session);
  }

  #pumpStirred(): void {
    const outlets = Array.from(this.#stirred);
    this.#stirred.clear();
    for (const outlet of outlets) outlet.pump();
  }

  #tell(id: number, answer: Answer): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) this.#answer(session, answer);
  }

  #sweep(): void {
    this.#cancelSweep = this.#options.scheduler.after(sweepMs, () => this.#sweep());
    const time = this.#options.scheduler.now();
    for (const session of this.#sessions.values()) {
      const due = overdue(session, time);
      if (due?.type === "terminate") session.connection.terminate();
      else if (due?.type === "expel")
        this.#step({ type: "expelled", session: session.id, fault: due.fault, time });
    }
  }
}

function eventOf(session: number, decoded: Decoded, time: number, freshId: () => string): Event {
  if (!decoded.ok) return { type: "garbled", session, ...decoded, time };
  const identity = decoded.request.type === "login" ? freshId() : "";
  return { type: "requested", session, request: decoded.request, time, identity };
}
