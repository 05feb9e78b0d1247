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
import { classicPauseMs, requestsPerTickMax, sweepMs, turnShareMs } from "./limits.ts";
import type { Codec } from "../protocol/codec.ts";
import { JsonCodec } from "../protocol/json-codec.ts";
import { Arrivals } from "./arrivals.ts";
import { Chores } from "./chores.ts";
import type { Connection, ConnectionEvents, Scheduler } from "./connection.ts";
import type { Outlet } from "./outlet.ts";
import { Pacer } from "./pacer.ts";
import { Performer } from "./performer.ts";
import { Publisher } from "./publisher.ts";
import { Searches } from "./searches.ts";
import type { SessionSurroundings } from "./session.ts";
import { HubSession, overdue } from "./session.ts";
import type { OtherProtocol } from "./sniffer.ts";
import { httpRefusal } from "./sniffer.ts";
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
}

export class Hub {
  readonly storeHealth: StoreHealth;
  readonly #options: HubOptions;
  readonly #state: State;
  readonly #publisher: Publisher;
  readonly #performer: Performer;
  readonly #searches: Searches;
  readonly #arrivals: Arrivals;
  readonly #pacer: Pacer;
  readonly #surroundings: SessionSurroundings;
  readonly #sessions = new Map<number, HubSession>();
  readonly #trace: Trace | undefined;
  #lastId = 0;
  #sweptAt: number;
  #turnEndAsked = false;
  /** Outlets with something new to write in this turn. */
  readonly #stirred = new Set<Outlet>();
  /** Sessions whose requests were too many for one turn. */
  readonly #backlog = new Set<HubSession>();
  /** Outlets to be finished after this turn. */
  #leaving: Outlet[] = [];
  readonly #chores: Chores;
  #emptied: (() => void) | undefined;

  constructor(options: HubOptions) {
    const { scheduler, openLog, logger } = options;
    this.#options = options;
    this.#trace = traceOf(logger);
    this.storeHealth = new StoreHealth(logger);
    this.#sweptAt = scheduler.now();
    this.#state = emptyState(options.server, scheduler.now());
    this.#publisher = new Publisher({
      openLog,
      tell: (session, answer) => this.#performer.tell(session, answer),
      outletOf: (session) => this.#sessions.get(session)?.outlet,
      failed: (cause) => this.storeHealth.failed(cause),
      stored: () => this.storeHealth.works(),
    });
    this.#performer = new Performer({
      sessions: this.#sessions,
      publisher: this.#publisher,
      logger,
      search: (look) => this.#searches.ask(look),
      stirred: (session) => this.#stir(session),
      followed: ({ id }, log, seq) => this.#step({ type: "followed", session: id, log, seq }),
      ending: (session) => this.#end(session),
    });
    const { log } = this.#publisher;
    this.#searches = new Searches({
      log,
      scheduler,
      answer: (session, answer) => this.#found(session, answer),
      failed: (cause) => logger.error("the log could not be read: {cause}", { cause }),
    });
    this.#arrivals = new Arrivals({ tokens: tokensOf(log.secret()), freshId: options.freshId });
    this.#pacer = new Pacer(scheduler, classicPauseMs);
    const pause = (outlet: Outlet) => this.#pacer.pause(outlet);
    this.#surroundings = {
      context: { log, pause, now: () => scheduler.now() },
      host: {
        received: (session, chunk) => this.#received(session, chunk),
        ended: (session) => this.#ended(session),
        closed: (session) => this.#closed(session),
        // Not at once: who reads as fast as it asks would keep the turn to itself.
        freed: (session) => this.#hold(session, true),
      },
    };
    for (const fact of log.facts()) this.#step({ type: "recalled", fact });
    this.#chores = new Chores({
      ...options,
      log,
      storeHealth: this.storeHealth,
      storedCount: () => this.#publisher.storedCount,
      sessionCount: () => this.sessionCount,
    });
    this.#chores.repeat(sweepMs, () => this.#sweep());
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

  /** Says goodbye to everybody, behind what was said before. Resolves when all are gone, the slowest after a deadline. */
  async stop(): Promise<void> {
    this.#endTurn();
    this.#step({ type: "shutdown", time: this.#options.scheduler.now() });
    if (this.#sessions.size > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
    this.#chores.stop();
    this.#searches.stop();
    this.#publisher.endTurn();
    this.#publisher.log.close();
  }

  #received(session: HubSession, chunk: Uint8Array): void {
    if (session.closingSince !== undefined) return;
    session.heardAt = this.#options.scheduler.now();
    session.askedAt = undefined;
    const protocol = session.push(chunk);
    if (protocol !== undefined) this.#turnAway(session, protocol);
    else if (!session.held) this.#process(session);
  }

  /** A client of another protocol: HTTP is answered in its own words, and nothing more is read. */
  #turnAway(session: HubSession, protocol: OtherProtocol): void {
    const { logger, wording } = this.#options;
    logger.info("session {session} speaks {protocol}, not chat", { session: session.id, protocol });
    if (protocol === "http") session.outlet.text(httpRefusal(wording.notHttp));
    this.#stir(session);
    this.#end(session);
  }

  /** Takes in what a session has sent, as far as this turn and its answers allow. */
  #process(session: HubSession): void {
    const { scheduler } = this.#options;
    const time = scheduler.now();
    for (let count = 0; session.closingSince === undefined; count += 1) {
      const tooMany = count >= requestsPerTickMax || scheduler.now() - time >= turnShareMs;
      if (tooMany || session.outlet.full) return this.#hold(session, tooMany);
      const decoded = session.next(time);
      if (decoded === undefined) break;
      this.#step(this.#arrivals.eventOf(session.id, decoded, time));
    }
    if (session.held) session.connection.resume();
    session.held = false;
    if (session.hasEnded) this.#leaveAnswered(session);
  }

  #hold(session: HubSession, untilNextTurn: boolean): void {
    if (!session.held) session.connection.pause();
    session.held = true;
    if (!untilNextTurn) return;
    this.#backlog.add(session);
    this.#askTurnEnd();
  }

  /** The client has said all it wanted: it still gets its answers and what is said in this turn. */
  #ended(session: HubSession): void {
    session.hasEnded = true;
    if (!session.held) this.#leaveAnswered(session);
  }

  #leaveAnswered(session: HubSession): void {
    if (!this.#searches.isPending(session.id)) this.#leave(session);
  }

  /** A search is done; a goodbye that was said meanwhile stays the last word. */
  #found(id: number, answer: Answer): void {
    const session = this.#sessions.get(id);
    if (session === undefined || session.closingSince !== undefined) return;
    this.#performer.tell(id, answer);
    if (session.hasEnded && !session.held) this.#leaveAnswered(session);
  }

  #end(session: HubSession): void {
    session.closingSince ??= this.#options.scheduler.now();
    this.#leave(session);
  }

  /** It gets what is there for it; without a deadline but the usual ones, as long as it reads on. */
  #leave(session: HubSession): void {
    this.#leaving.push(session.outlet);
    this.#askTurnEnd();
  }

  #closed(session: HubSession): void {
    const { id, nickname, outlet } = session;
    this.#sessions.delete(id);
    session.closingSince ??= this.#options.scheduler.now();
    this.#performer.leaveLogs(session);
    this.#searches.forget(id);
    this.#pacer.forget(outlet);
    this.#stirred.delete(outlet);
    this.#backlog.delete(session);
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
