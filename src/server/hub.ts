/**
 * Owns the sessions and the state, and runs the loop: event -> step -> effects -> the turn, or one session.
 * `pipeline.ts` takes over the turn. Transports, store, clock and ids are ports.
 */
import type { Logger } from "@logtape/logtape";
import { assertNever } from "../base/assert-never.ts";
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
import { JsonCodec } from "../protocol/json-codec.ts";
import type { Request } from "../protocol/requests.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";
import type { CreditLimits } from "./credits.ts";
import { Credits } from "./credits.ts";
import { Deadlines } from "./deadlines.ts";
import { SessionCloser } from "./session-closer.ts";
import { Gatherer } from "./gather.ts";
import { Intake } from "./intake.ts";
import { classicPauseMs, creditLimits, settleTimeoutMs, sweepMs } from "./limits.ts";
import { logAnswer } from "./logging.ts";
import { Maintenance } from "./maintenance.ts";
import { Pipeline } from "./pipeline.ts";
import { Reads } from "./reads.ts";
import type { Scheduler } from "./scheduler.ts";
import { within } from "./scheduler.ts";
import type { HubSession, SessionEnvironment } from "./session.ts";
import { Sessions } from "./sessions.ts";
import { StoreHealth } from "./store-health.ts";
import { Throttle } from "./throttle.ts";
import { tokensOf } from "./tokens.ts";
import type { Trace } from "./tracing.ts";
import { traceOf } from "./tracing.ts";

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
  /** Callbacks of requests without a session, until they are answered. */
  readonly #callbacks = new Map<number, (answer: Answer) => void>();
  readonly #pipeline: Pipeline;
  readonly #reads: Reads;
  readonly #gatherer: Gatherer;
  readonly #credits: Credits;
  readonly #intake: Intake;
  readonly #closer: SessionCloser;
  readonly #deadlines: Deadlines;
  readonly #throttle: Throttle;
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
      apply: (turn, receipts) => this.#apply(apply(this.#state, turn, receipts)),
      applyForeign: (receipts) => this.#apply(applyForeign(this.#state, receipts)),
      outletOf: (session) => this.#sessions.get(session)?.outlet,
      storeHealth: this.storeHealth,
      credits: this.#credits,
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
      answer: (session, answer) => this.#answerRead(session, answer),
      failed: (cause) => this.storeHealth.readFailed(cause),
    });
    this.#gatherer = new Gatherer({ tokens: tokensOf(log.secret()), freshId: options.freshId });
    this.#throttle = new Throttle(scheduler, classicPauseMs);
    this.#deadlines = new Deadlines(scheduler.now(), {
      sessions: this.#sessions,
      expel: ({ id }, fault, time) => this.#step({ type: "expelled", session: id, fault, time }),
      ping: ({ id }) => this.#answer(id, { type: "ping" }),
    });
    this.#intake = this.#newIntake();
    this.#environment = {
      context: { log, pause: (outlet) => this.#throttle.delay(outlet), now: () => scheduler.now() },
      intake: this.#intake,
      closed: (session) => this.#closed(session),
    };
    for (const record of log.records()) this.#step({ type: "recalled", record });
    this.#maintenance = new Maintenance({
      ...options,
      log,
      storeHealth: this.storeHealth,
      storedCount: () => this.#pipeline.storedCount,
      sessionCount: () => this.sessionCount,
    });
    this.#maintenance.repeat(sweepMs, () => {
      const time = scheduler.now();
      this.#step({ type: "elapsed", time });
      this.#deadlines.sweep(time);
    });
  }

  #newIntake(): Intake {
    return new Intake({
      ...this.#options,
      credits: this.#credits,
      handle: ({ id }, decoded, time) => this.#step(this.#gatherer.eventOf(id, decoded, time)),
      isTurnFull: () => this.#credits.isFull(this.#pipeline.turn),
      isPending: ({ id }) => this.#reads.isPending(id),
      end: (session) => this.#closer.end(session),
      reject: (session) => this.#closer.close(session),
      scheduleTurnEnd: () => this.#scheduleTurnEnd(),
    });
  }

  /** The present number of connections, logged in or not. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Opens a session for a new connection and greets the client. */
  accept(connection: Connection, codec: Codec = new JsonCodec(this.#options.wording)): ConnectionEvents {
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
    const id = this.#sessions.freshId();
    this.#callbacks.set(id, answered);
    const who = { kind: "operator", id, peer: from } as const;
    this.#step({ type: "asked", who, request, time: this.#options.scheduler.now() });
  }

  /**
   * Drains: stops reading, waits for the store to decide about what is in flight, and says goodbye. Resolves when all
   * sessions and the store are closed; timeouts bound the wait for slow clients and for a store that hangs.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { scheduler } = this.#options;
    this.#intake.stop();
    this.#endTurn();
    if (this.#pipeline.isSettling) await within(scheduler, settleTimeoutMs, this.#pipeline.settled());
    this.#closer.stopWaitingForStore();
    this.#step({ type: "shutdown", time: scheduler.now() });
    if (this.#sessions.size > 0) await this.#sessions.empty();
    this.#maintenance.stop();
    this.#pipeline.retry();
    this.#pipeline.endTurn();
    if (this.#pipeline.isSettling) await within(scheduler, settleTimeoutMs, this.#pipeline.settled());
    await within(scheduler, settleTimeoutMs, this.#pipeline.log.close());
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
      if (effect.type === "propose" || effect.type === "notice") {
        this.#pipeline.turn.add(effect);
        this.#scheduleTurnEnd();
      } else if (effect.type === "answer") this.#answer(effect.session, effect.answer);
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
        outlet.follow(this.#pipeline.tailOf(effect.log), effect.after);
        return this.#sessions.scheduleWrite(session);
      case "unfollow": {
        const tail = outlet.unfollow(effect.log);
        return tail === undefined ? undefined : this.#pipeline.release(tail);
      }
      case "mute":
        return outlet.mute(effect.log, effect.muted);
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
    const session = this.#sessions.get(id);
    if (session !== undefined) {
      session.answer(answer);
      this.#sessions.scheduleWrite(session);
      logAnswer(this.#options.logger, session, answer);
    } else {
      this.#callbacks.get(id)?.(answer);
      this.#callbacks.delete(id);
    }
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
    this.#throttle.forget(outlet);
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
