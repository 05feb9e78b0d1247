/**
 * Drives a session: hands it events, one at a time, with the time and chance that it has not itself, and carries out its
 * effects in order on connection, timers, face and disk.
 */
import { assertNever } from "../base/assert-never.ts";
import { outboxMessagesMax } from "./limits.ts";
import type { Runtime } from "./clock.ts";
import type { Connect, ServerConnection } from "./connection.ts";
import type { FaceSession, SessionFace } from "./face.ts";
import { MessageReader } from "./message-reader.ts";
import { outboxSize } from "./session/outbox.ts";
import type { Ending, SessionEffect } from "./session/effects.ts";
import type { UntimedEvent } from "./session/event.ts";
import type { TimerName } from "./session/effects.ts";
import type { SavedSession, SessionStore } from "./session/saved-session.ts";
import type { SessionOptions, SessionState } from "./session/state.ts";
import { emptySession } from "./session/state.ts";
import { step } from "./session/step.ts";

export interface DriverOptions<OpenedFace extends SessionFace> {
  readonly session: Omit<SessionOptions, "restore">;
  readonly connect: Connect;
  readonly runtime: Runtime;
  /** Called once; the face may use the session from when it is asked or told something. */
  readonly openFace: (session: FaceSession) => OpenedFace;
  /** Without one nothing is kept for the next run. */
  readonly store?: SessionStore | undefined;
}

export class Driver<OpenedFace extends SessionFace = SessionFace> implements FaceSession {
  readonly face: OpenedFace;
  readonly #options: DriverOptions<OpenedFace>;
  readonly #state: SessionState;
  readonly #timers = new Map<TimerName, { readonly cancel: () => void; readonly afterMs: number }>();
  readonly #ended = Promise.withResolvers<Ending>();
  #events: UntimedEvent[] = [];
  #running = false;
  #connection: ServerConnection | undefined;
  #reader: MessageReader | undefined;
  #paused = false;

  constructor(options: DriverOptions<OpenedFace>) {
    const { session, store, openFace } = options;
    this.#options = options;
    this.#state = emptySession({ ...session, restore: (nickname) => store?.restore(nickname) });
    this.face = openFace(this);
  }

  /** Resolves when the session has ended and the line is closed. */
  run(): Promise<Ending> {
    this.dispatch({ type: "started" });
    return this.#ended.promise;
  }

  /** An effect may dispatch the next event at once; that waits until all effects before it are carried out. */
  dispatch(event: UntimedEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
      const { time, random } = this.#options.runtime;
      const effects = step(this.#state, { ...next, time: time(), random: random() });
      for (const effect of effects) this.#carryOut(effect);
    }
    this.#running = false;
    this.face.settled();
  }

  /** How many requests are not answered yet. */
  get unanswered(): number {
    return outboxSize(this.#state.outbox);
  }

  /** Whether the server finds messages by their time; 0.1.0 does not. */
  get answersSince(): boolean {
    return this.#state.epochs.length > 0;
  }

  /** Whether the outbox takes another message. */
  get takesMore(): boolean {
    return this.unanswered < outboxMessagesMax;
  }

  /**
   * Stops or goes on reading from the server, for a face that cannot keep up. Meanwhile no timeout for an answer runs; when
   * it goes on, each begins anew.
   */
  setPaused(paused: boolean): void {
    const goesOn = this.#paused && !paused;
    this.#paused = paused;
    if (goesOn)
      for (const [timer, { afterMs }] of this.#timers)
        if (this.#awaitsAnswer(timer)) this.#arm(timer, afterMs);
    this.#reader?.setPaused(paused);
  }

  #carryOut(effect: SessionEffect): void {
    const { type } = effect;
    switch (type) {
      case "connect":
        return this.#connect(effect.connection);
      case "send":
        return this.#connection?.send(effect.text);
      case "close":
        this.#reader?.stop();
        return this.#connection?.close(effect.gently);
      case "arm":
        return this.#arm(effect.timer, effect.afterMs);
      case "show":
        return this.face.show(effect.event);
      case "nicknames":
        return this.face.setNicknames(effect.nicknames);
      case "ask":
        return this.face.ask(effect.reason);
      case "save":
        return this.#save(effect.nickname, effect.saved);
      case "journal":
        return this.#options.store?.journal(effect.added, effect.removed);
      case "end":
        return this.#end(effect.ending);
      default:
        return assertNever(type);
    }
  }

  /** Once it is shown: what a kill would lose on its way out is not seen yet. */
  #save(nickname: string, saved: SavedSession): void {
    const { store } = this.#options;
    if (store !== undefined) this.face.whenShown(() => store.save(nickname, saved));
  }

  #connect(connection: number): void {
    const { connect, runtime } = this.#options;
    const reader = new MessageReader({
      take: (messages) => this.dispatch({ type: "received", connection, messages }),
      wanted: (wanted) => (wanted ? made.resume() : made.pause()),
      now: runtime.now,
      soon: runtime.soon,
    });
    const made = connect({
      opened: () => this.dispatch({ type: "opened", connection }),
      received: (chunk) => reader.receive(chunk),
      closed: (reason) => reader.end(() => this.dispatch({ type: "closed", connection, reason })),
    });
    this.#connection = made;
    this.#reader = reader;
    if (this.#paused) reader.setPaused(true);
  }

  #arm(timer: TimerName, afterMs: number): void {
    this.#timers.get(timer)?.cancel();
    const cancel = this.#options.runtime.after(afterMs, () => this.#fire(timer, afterMs));
    this.#timers.set(timer, { cancel, afterMs });
  }

  #fire(timer: TimerName, afterMs: number): void {
    // While nothing is read, silence says nothing about the server.
    if (this.#paused && this.#awaitsAnswer(timer)) return this.#arm(timer, afterMs);
    this.#timers.delete(timer);
    const { connection } = this.#state;
    if (timer === "heartbeat" && this.#paused) this.dispatch({ type: "received", connection, messages: [] });
    this.dispatch({ type: "timer", timer });
  }

  /** Whether it bounds the wait for something that the server sends. */
  #awaitsAnswer(timer: TimerName): boolean {
    const { leaving, phase } = this.#state;
    // Who leaves briefly is not kept waiting by their own terminal.
    if (timer === "leave") return leaving !== "brief";
    return timer === "backlog" || (timer === "answer" && phase.type === "loggingIn");
  }

  #end(ending: Ending): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    const gone = this.#connection?.gone ?? Promise.resolve();
    void gone.then(() => this.#ended.resolve(ending));
  }
}
