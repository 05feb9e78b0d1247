/**
 * Owns the sessions and the state, and runs the loop: event -> step -> effects -> the turn, or one session.
 * `pipeline.ts` takes over the turn. Transports, store, clock and ids are ports.
 */
import type { Logger } from "@logtape/logtape";
import { assertNever } from "../base/assert-never.ts";
import { StoreError } from "../base/store-error.ts";
import { refuse } from "../core/answering.ts";
import type { Applied } from "../core/apply.ts";
import { apply, applyForeign } from "../core/apply.ts";
import type { Effect, SessionEffect } from "../core/effect.ts";
import type { Event } from "../core/event.ts";
import { emptyState } from "../core/state.ts";
import type { State } from "../core/state.ts";
import { step } from "../core/step.ts";
import type { Peer } from "../core/who.ts";
import type { OpenLog } from "../log/log.ts";
import type { Answer, ServerInfo, Wording } from "../protocol/answers.ts";
import type { Codec } from "../protocol/codec.ts";
import type { Decoded, Request } from "../protocol/requests.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";
import type { CreditLimits } from "./credits.ts";
import { Credits } from "./credits.ts";
import { Deadlines } from "./deadlines.ts";
import { Gatherer } from "./gather.ts";
import { Intake } from "./intake.ts";
import { classicPauseMs, creditLimits, sweepMs } from "./limits.ts";
import { logAnswer } from "./logging.ts";
import { Maintenance } from "./maintenance.ts";
import { Pipeline } from "./pipeline.ts";
import { Reads } from "./reads.ts";
import type { Scheduler } from "./scheduler.ts";
import { SessionCloser } from "./session-closer.ts";
import type { HubSession, SessionEnvironment } from "./session.ts";
import { Sessions } from "./sessions.ts";
import { shutDown } from "./shutdown.ts";
import { StoreHealth } from "./store-health.ts";
import { tokensOf } from "./tokens.ts";
import type { Trace } from "./tracing.ts";
import { traceOf } from "./tracing.ts";
import { WriteThrottle } from "./write-throttle.ts";

export interface HubOptions {
  readonly server: ServerInfo;
  readonly wording: Wording;
  readonly openLog: OpenLog;
  readonly scheduler: Scheduler;
  /** Returns an unguessable id that was never used before. */
  readonly freshId: () => string;
  readonly logger: Logger;
  /** Runs a full garbage collection; may take some tens of milliseconds. */
  readonly collectGarbage: () => void;
  readonly credits?: CreditLimits;
}

export class Hub {
  readonly storeHealth: StoreHealth;
  readonly #options: HubOptions;
  readonly #state: State;
  readonly #sessions = new Sessions(() => this.#scheduleTurnEnd());
  readonly #pipeline: Pipeline;
  readonly #reads: Reads;
  readonly #gatherer: Gatherer;
  readonly #credits: Credits;
  readonly #intake: Intake;
  readonly #closer: SessionCloser;
  readonly #deadlines: Deadlines;
  readonly #writeThrottle: WriteThrottle;
  readonly #maintenance: Maintenance;
  readonly #environment: SessionEnvironment;
  readonly #trace: Trace | undefined;
  #turnEndScheduled = false;
  #stopped: Promise<void> | undefined;

  constructor(options: HubOptions) {
    const { scheduler, logger } = options;
    this.#options = options;
    this.#trace = traceOf(logger);
    this.storeHealth = new StoreHealth(logger, () => scheduler.monotonic());
    this.#credits = new Credits(options.credits ?? creditLimits);
    this.#closer = new SessionCloser({
      credits: this.#credits,
      scheduler,
      scheduleTurnEnd: () => this.#scheduleTurnEnd(),
    });
    this.#pipeline = new Pipeline({
      openLog: options.openLog,
      apply: (turn, receipts) => this.#apply(apply(this.#state, turn, receipts, scheduler.now())),
      applyForeign: (receipts) => this.#apply(applyForeign(this.#state, receipts)),
      outletOf: (session) => this.#sessions.get(session)?.outlet,
      storeHealth: this.storeHealth,
      credits: this.#credits,
      scheduleTurnEnd: () => this.#scheduleTurnEnd(),
      proposed: (messages) => this.#maintenance.proposed(messages),
      settled: () => {
        this.#intake.settled();
        this.#closer.settled();
      },
    });
    const { log } = this.#pipeline;
    this.#state = emptyState(options.server, scheduler.now(), (name) => this.#pipeline.headOf(name));
    this.#reads = new Reads({
      log,
      scheduler,
      hasSession: (id) => this.#sessions.get(id) !== undefined,
      answer: (session, answer) => this.#answerRead(session, answer),
      failed: (cause) => this.storeHealth.readFailed(cause),
    });
    this.#gatherer = new Gatherer({ tokens: tokensOf(log.secret()), freshId: options.freshId, log });
    this.#writeThrottle = new WriteThrottle(scheduler, classicPauseMs);
    this.#deadlines = new Deadlines(scheduler.now(), {
      sessions: this.#sessions,
      ticked: (time) => this.#step({ type: "ticked", time }),
      expel: ({ id }, fault, time) => this.#step({ type: "expelled", session: id, fault, time }),
      ping: ({ id }) => this.#answer(id, { type: "ping" }),
    });
    this.#intake = this.#newIntake();
    this.#environment = {
      context: { log, pause: (outlet) => this.#writeThrottle.delay(outlet), now: () => scheduler.now() },
      intake: this.#intake,
      closed: (session) => this.#closed(session),
    };
    for (const record of log.records()) this.#step({ type: "recordLoaded", record });
    this.#maintenance = new Maintenance({
      ...options,
      log,
      storeHealth: this.storeHealth,
      storedCount: () => this.#pipeline.storedCount,
      sessionCount: () => this.sessionCount,
      isInUse: (name) => this.#pipeline.isRead(name),
      storeRecovered: () => this.#pipeline.retry(),
    });
    this.#maintenance.repeat(sweepMs, () => this.#deadlines.sweep(scheduler.now()));
  }

  #newIntake(): Intake {
    return new Intake({
      ...this.#options,
      credits: this.#credits,
      handle: ({ id }, decoded, time) => this.#handle(id, decoded, time),
      isTurnFull: () => this.#credits.isFull(this.#pipeline.turn),
      isPending: ({ id }) => this.#reads.isPending(id),
      end: (session) => this.#closer.end(session),
      reject: (session) => this.#closer.close(session),
      scheduleTurnEnd: () => this.#scheduleTurnEnd(),
    });
  }

  /** Connections, logged in or not. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Opens a session for a new connection and greets the client. */
  accept(connection: Connection, codec: Codec): ConnectionEvents {
    const session = this.#sessions.open(connection, codec, this.#environment);
    const { logger, server } = this.#options;
    const { id } = session;
    const { peer } = connection;
    logger.info("session {session} connected from {peer}", { session: id, peer: peer.address });
    session.outlet.text(codec.greeting(server.name));
    this.#sessions.scheduleWrite(session);
    this.#step({ type: "opened", session: id, peer });
    return session;
  }

  /** Handles a request of the operator. `answered` is called once, perhaps before this returns. */
  ask(request: Exclude<Request, { type: "pong" }>, from: Peer, answered: (answer: Answer) => void): void {
    const who = { kind: "operator", id: this.#sessions.openCall(answered), peer: from } as const;
    this.#step({ type: "requestedWithoutSession", who, request, time: this.#options.scheduler.now() });
  }

  /** Resolves when all sessions and the store are closed. */
  stop(): Promise<void> {
    this.#stopped ??= shutDown({
      scheduler: this.#options.scheduler,
      intake: this.#intake,
      pipeline: this.#pipeline,
      closer: this.#closer,
      sessions: this.#sessions,
      maintenance: this.#maintenance,
      endTurn: () => this.#endTurn(),
      sayGoodbye: () => {
        this.#step({ type: "shutdown", time: this.#options.scheduler.now() });
        this.#sessions.answerCalls({ type: "error", fault: { code: "shutting_down" } });
      },
    });
    return this.#stopped;
  }

  /** Handles what a session sent. If the store cannot be read, only this request is refused. */
  #handle(session: number, decoded: Decoded, time: number): void {
    try {
      this.#step(this.#gatherer.eventOf(session, decoded, time));
    } catch (cause) {
      if (!(cause instanceof StoreError && decoded.ok)) throw cause;
      this.storeHealth.readFailed(cause);
      const { type, key } = decoded.request;
      this.#perform([refuse(session, { code: "storage" }, type, key)]);
    }
  }

  #step(event: Event): void {
    const effects = step(this.#state, event);
    this.#trace?.(event, effects);
    this.#perform(effects);
  }

  #apply({ effects, items }: Applied): Applied["items"] {
    if (effects.length > 0) this.#trace?.({ type: "committed" }, effects);
    this.#perform(effects);
    return items;
  }

  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === "propose" || effect.type === "notice") this.#pipeline.add(effect);
      else if (effect.type === "answer") this.#answer(effect.session, effect.answer);
      else if (effect.type === "read") this.#reads.read(effect);
      else {
        const session = this.#sessions.get(effect.session);
        if (session !== undefined) this.#performFor(session, effect);
      }
    }
  }

  #performFor(session: HubSession, effect: Exclude<SessionEffect, { type: "answer" | "read" }>): void {
    const { outlet } = session;
    switch (effect.type) {
      case "acknowledge":
        session.acknowledge(effect);
        return this.#sessions.scheduleWrite(session);
      case "follow":
        outlet.follow(this.#pipeline.tailOf(effect.log), effect);
        return this.#sessions.scheduleWrite(session);
      case "unfollow": {
        const tail = outlet.unfollow(effect.log);
        return tail === undefined ? undefined : this.#pipeline.release(tail);
      }
      case "ignore":
        return outlet.ignore(effect.log, effect.ignored);
      case "hold":
        return this.#intake.hold(session);
      case "resume":
        return this.#intake.resume(session);
      case "abandon":
        return outlet.abandon();
      case "close":
        return this.#closer.close(session);
      default:
        return assertNever(effect);
    }
  }

  /** Answers a session, or a request without one; does nothing if it is gone. */
  #answer(id: number, answer: Answer): void {
    const session = this.#sessions.answer(id, answer);
    if (session !== undefined) logAnswer(this.#options.logger, session, answer);
  }

  /** Drops the answer to a read if the session is closing: the goodbye comes last. */
  #answerRead(id: number, answer: Answer): void {
    const session = this.#sessions.get(id);
    if (session?.isClosing === true) return;
    this.#answer(id, answer);
    if (session !== undefined) this.#intake.endIfDone(session);
  }

  #closed(session: HubSession): void {
    const { id, nickname, outlet } = session;
    session.isClosing = true;
    for (const tail of outlet.unfollowAll()) this.#pipeline.release(tail);
    this.#reads.forget(id);
    this.#writeThrottle.forget(outlet);
    this.#intake.forget(session);
    this.#closer.forget(session);
    this.#options.logger.info("session {session} closed", { session: id, nickname });
    this.#step({ type: "closed", session: id, time: this.#options.scheduler.now() });
    this.#sessions.close(session);
  }

  #scheduleTurnEnd(): void {
    if (this.#turnEndScheduled) return;
    this.#turnEndScheduled = true;
    this.#options.scheduler.atTurnEnd(() => this.#endTurn());
  }

  /** Sends the answers and proposes the turn. Requests that did not fit are handled in the next one. */
  #endTurn(): void {
    this.#turnEndScheduled = false;
    this.#sessions.flush();
    this.#pipeline.endTurn();
    this.#closer.endTurn();
    this.#intake.endTurn();
  }
}
