/**
 * Owns the room's state and carries it through: what comes in -> step -> effects -> log -> what goes out. Must not know
 * a transport or a store: both are ports, and so are clock and ids.
 */
import type { Logger } from "@logtape/logtape";
import type { Event } from "../core/event.ts";
import { emptyState } from "../core/state.ts";
import type { State } from "../core/state.ts";
import { step } from "../core/step.ts";
import type { OpenLog } from "../log/log.ts";
import type { Answer, ServerInfo, Wording } from "../protocol/answers.ts";
import { classicPauseMs, creditLimits, settleTimeoutMs, sweepMs } from "./limits.ts";
import type { Codec } from "../protocol/codec.ts";
import { JsonCodec } from "../protocol/json-codec.ts";
import { Arrivals } from "./arrivals.ts";
import { Maintenance } from "./maintenance.ts";
import type { Connection, ConnectionEvents, Scheduler } from "./connection.ts";
import type { CreditLimits } from "./credits.ts";
import { Credits } from "./credits.ts";
import { Endings } from "./endings.ts";
import { Intake } from "./intake.ts";
import type { Outlet } from "./outlet.ts";
import { Throttle } from "./throttle.ts";
import { Performer } from "./performer.ts";
import { Publisher } from "./publisher.ts";
import { Searches } from "./searches.ts";
import type { SessionSurroundings } from "./session.ts";
import { HubSession, overdue } from "./session.ts";
import { StoreHealth } from "./store-health.ts";
import { tokensOf } from "./tokens.ts";
import type { Trace } from "./tracing.ts";
import { traceOf } from "./tracing.ts";

export interface HubOptions {
  readonly server: ServerInfo;
  readonly wording: Wording;
  readonly openLog: OpenLog;
  readonly scheduler: Scheduler;
  /** An unguessable id that was never given before. */
  readonly freshId: () => string;
  readonly logger: Logger;
  /** Gives back memory that is not used any more; may take some tens of milliseconds. */
  readonly giveMemoryBack: () => void;
  /** What may wait for the store. */
  readonly credits?: CreditLimits;
}

export class Hub {
  readonly storeHealth: StoreHealth;
  readonly #options: HubOptions;
  readonly #state: State;
  readonly #publisher: Publisher;
  readonly #performer: Performer;
  readonly #searches: Searches;
  readonly #arrivals: Arrivals;
  readonly #throttle: Throttle;
  readonly #surroundings: SessionSurroundings;
  readonly #sessions = new Map<number, HubSession>();
  readonly #trace: Trace | undefined;
  #lastId = 0;
  #sweptAt: number;
  #turnEndAsked = false;
  /** Outlets with something new to write in this turn. */
  readonly #stirred = new Set<Outlet>();
  readonly #credits: Credits;
  readonly #intake: Intake;
  readonly #endings: Endings;
  readonly #maintenance: Maintenance;
  #emptied: (() => void) | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: HubOptions) {
    const { scheduler, logger } = options;
    this.#options = options;
    this.#trace = traceOf(logger);
    this.storeHealth = new StoreHealth(logger, () => scheduler.monotonic());
    this.#sweptAt = scheduler.now();
    this.#state = emptyState(options.server, scheduler.now());
    this.#credits = new Credits(options.credits ?? creditLimits);
    this.#endings = new Endings({ credits: this.#credits, scheduler, askTurnEnd: () => this.#askTurnEnd() });
    this.#publisher = this.#newPublisher(options.openLog);
    this.#performer = new Performer({
      sessions: this.#sessions,
      publisher: this.#publisher,
      logger,
      search: (look) => this.#searches.ask(look),
      readFailed: (cause) => this.storeHealth.readFailed(cause),
      stirred: (session) => this.#stir(session),
      followed: ({ id }, log, seq) => this.#step({ type: "followed", session: id, log, seq }),
      ending: (session) => this.#end(session),
    });
    const { log } = this.#publisher;
    this.#searches = new Searches({
      log,
      scheduler,
      answer: (session, answer) => this.#found(session, answer),
      failed: (cause) => this.storeHealth.readFailed(cause),
    });
    this.#arrivals = new Arrivals({ tokens: tokensOf(log.secret()), freshId: options.freshId });
    this.#throttle = new Throttle(scheduler, classicPauseMs);
    const pause = (outlet: Outlet) => this.#throttle.pause(outlet);
    this.#surroundings = {
      context: { log, pause, now: () => scheduler.now() },
      host: {
        received: (session, chunk) => this.#intake.received(session, chunk),
        ended: (session) => this.#intake.ended(session),
        closed: (session) => this.#closed(session),
        freed: (session) => this.#intake.freed(session),
      },
    };
    this.#intake = this.#newIntake();
    for (const fact of log.facts()) this.#step({ type: "recalled", fact });
    this.#maintenance = new Maintenance({
      ...options,
      log,
      storeHealth: this.storeHealth,
      storedCount: () => this.#publisher.storedCount,
      sessionCount: () => this.sessionCount,
    });
    this.#maintenance.repeat(sweepMs, () => this.#sweep());
  }

  #newPublisher(openLog: OpenLog): Publisher {
    return new Publisher({
      openLog,
      tell: (session, answer) => this.#performer.tell(session, answer),
      outletOf: (session) => this.#sessions.get(session)?.outlet,
      failed: (cause) => this.storeHealth.failed(cause),
      stored: () => this.storeHealth.works(),
      credits: this.#credits,
      settled: () => this.#settled(),
      recalled: (fact) => this.#step({ type: "recalled", fact }),
    });
  }

  #newIntake(): Intake {
    return new Intake({
      ...this.#options,
      credits: this.#credits,
      handle: ({ id }, decoded, time) => this.#step(this.#arrivals.eventOf(id, decoded, time)),
      isTurnFull: () => this.#credits.isFull(this.#publisher.turn),
      isPending: ({ id }) => this.#searches.isPending(id),
      leave: (session) => this.#endings.end(session),
      turnAway: (session) => this.#end(session),
      askTurnEnd: () => this.#askTurnEnd(),
    });
  }

  /** Connections at this moment, logged in or not. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Greets a new connection and takes it in. */
  accept(connection: Connection, codec: Codec = new JsonCodec(this.#options.wording)): ConnectionEvents {
    this.#lastId += 1;
    const session = new HubSession(this.#lastId, connection, codec, this.#surroundings);
    this.#sessions.set(session.id, session);
    const { logger, server } = this.#options;
    logger.info("session {session} connected from {peer}", { session: session.id, peer: connection.peer });
    session.outlet.text(codec.greeting(server.name));
    this.#stir(session);
    this.#step({ type: "opened", session: session.id });
    return session;
  }

  /**
   * Reads nothing more, waits until the store has said what became of everything and everybody was told, and says goodbye.
   * Resolves when all are gone and the store is closed; the slowest, and a store that says nothing, after a deadline.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#intake.stop();
    this.#endTurn();
    if (this.#publisher.isSettling) await this.#within(this.#publisher.settled());
    this.#endings.giveUpOnStore();
    this.#step({ type: "shutdown", time: this.#options.scheduler.now() });
    if (this.#sessions.size > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
    this.#maintenance.stop();
    this.#publisher.endTurn();
    if (this.#publisher.isSettling) await this.#within(this.#publisher.settled());
    await this.#within(this.#publisher.log.close());
  }

  /** Waits for the store, but not for ever. */
  async #within(promise: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const cancel = this.#options.scheduler.after(settleTimeoutMs, late.resolve);
    await Promise.race([promise, late.promise]);
    cancel();
  }

  /** A search is done; a goodbye that was said meanwhile stays the last word. */
  #found(id: number, answer: Answer): void {
    const session = this.#sessions.get(id);
    if (session === undefined || session.isClosing) return;
    this.#performer.tell(id, answer);
    this.#intake.leaveIfDone(session);
  }

  #end(session: HubSession): void {
    session.isClosing = true;
    this.#endings.end(session);
  }

  #closed(session: HubSession): void {
    const { id, nickname, outlet } = session;
    this.#sessions.delete(id);
    session.isClosing = true;
    this.#performer.leaveLogs(session);
    this.#searches.forget(id);
    this.#throttle.forget(outlet);
    this.#stirred.delete(outlet);
    this.#intake.forget(session);
    this.#endings.forget(session);
    this.#options.logger.info("session {session} closed", { session: id, nickname });
    this.#step({ type: "closed", session: id, time: this.#options.scheduler.now() });
    if (this.#sessions.size === 0) this.#emptied?.();
  }

  #step(event: Event): void {
    const effects = step(this.#state, event);
    this.#trace?.(event, effects);
    this.#performer.perform(effects);
  }

  #stir(session: HubSession | undefined): void {
    if (session !== undefined) this.#stirred.add(session.outlet);
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
    this.#endings.endTurn();
    this.#intake.endTurn();
  }

  /** The store has said what became of a batch that took its time. */
  #settled(): void {
    this.#intake.settled();
    this.#endings.settled();
  }

  #pumpStirred(): void {
    const outlets = Array.from(this.#stirred);
    this.#stirred.clear();
    for (const outlet of outlets) outlet.pump();
  }

  #sweep(): void {
    const time = this.#options.scheduler.now();
    this.#step({ type: "elapsed", time });
    const setBack = time < this.#sweptAt;
    this.#sweptAt = time;
    for (const session of this.#sessions.values()) {
      if (setBack) session.setBack(time);
      const due = overdue(session, time);
      if (due?.type === "terminate") session.connection.terminate();
      else if (due?.type === "expel")
        this.#step({ type: "expelled", session: session.id, fault: due.fault, time });
      else if (due?.type === "ask") {
        session.askedAt = time;
        this.#performer.tell(session.id, { type: "ping" });
      }
    }
  }
}
