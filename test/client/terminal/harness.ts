/** A terminal for tests: a real emulator behind fake streams, and a clock that only moves when told. */
import { EventEmitter } from "node:events";
import { Terminal } from "@xterm/headless";
import type { Calendar, Clock } from "../../../src/client/clock.ts";
import type { TerminalFace, TerminalOptions } from "../../../src/client/terminal/terminal.ts";
import { openTerminal } from "../../../src/client/terminal/terminal.ts";
import type { Signals } from "../../../src/client/terminal/screen/attention.ts";
import { bellOnly } from "../../../src/client/terminal/screen/attention.ts";
import type { DraftFile } from "../../../src/client/terminal/input/draft-file.ts";
import { noDraft } from "../../../src/client/terminal/input/draft-file.ts";
import type { OpenEditor } from "../../../src/client/terminal/input/external-editor.ts";
import type { UserEvent } from "../../../src/client/session/event.ts";
import type { ShownEvent } from "../../../src/client/shown-event.ts";
import type { Palette } from "../../../src/client/terminal/view/style.ts";
import type { Reflow } from "../../../src/client/terminal/screen/reflow.ts";
import { en } from "../../../src/locale/en.ts";

export class FakeClock implements Clock {
  #nowMs = 1_000;
  #timers: { readonly atMs: number; readonly call: () => void }[] = [];

  readonly now = (): number => this.#nowMs;

  readonly after = (milliseconds: number, call: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + milliseconds, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  get timers(): number {
    return this.#timers.length;
  }

  advance(milliseconds: number): void {
    const endMs = this.#nowMs + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.call();
    }
    this.#nowMs = endMs;
  }
}

const dayMs = 86_400_000;

/** Times are what they are in UTC, today is 1970-01-01, and it is always 12:34. */
export const fakeCalendar: Calendar = {
  timeText: () => "12:34",
  dayOf: (time) => Math.floor(time / dayMs),
  dayText: (time) => new Date(time).toISOString().slice(0, 10),
  today: () => 0,
};

/** What the program writes goes into the emulator, which wraps and scrolls as terminals do. */
export class Emulator {
  readonly #terminal: Terminal;
  #written: Promise<void> = Promise.resolve();

  constructor(columns: number, rows: number, reflow: Reflow = "all") {
    this.#terminal = new Terminal({
      cols: columns,
      rows,
      scrollback: 10_000,
      allowProposedApi: true,
      reflowCursorLine: reflow === "all",
    });
  }

  write(text: string): void {
    const previous = this.#written;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#written = previous.then(() => promise);
    this.#terminal.write(text, resolve);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#settled();
    this.#terminal.resize(columns, rows);
  }

  /** Every line since the beginning, without what is empty at the end. */
  async lines(): Promise<string[]> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, at) => active.getLine(at)?.translateToString().trimEnd() ?? "",
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  }

  /** The rows that are seen without scrolling back. */
  async screen(): Promise<string[]> {
    const lines = await this.lines();
    return lines.slice(this.#terminal.buffer.active.baseY);
  }

  /** What is on the cursor's row before the cursor. */
  async beforeCursor(): Promise<string> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? "";
  }

  /** Resolves when all is displayed, also what is written while this waits. */
  async #settled(): Promise<void> {
    for (let seen; seen !== this.#written;) {
      seen = this.#written;
      await seen;
    }
  }
}

export class FakeInput extends EventEmitter {
  raw = false;
  paused = true;

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  resume(): void {
    this.paused = false;
  }

  pause(): void {
    this.paused = true;
  }
}

export class FakeOutput extends EventEmitter {
  columns: number;
  rows: number;
  written: string[] = [];
  /** What `write` answers: false is a terminal that takes no more. */
  takes = true;
  /** Callbacks of writes, while a terminal holds them back. */
  held: (() => void)[] | undefined;
  readonly emulator: Emulator;

  constructor(columns: number, rows: number, reflow: Reflow) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.emulator = new Emulator(columns, rows, reflow);
  }

  write(text: string, done?: () => void): boolean {
    this.written.push(text);
    this.emulator.write(text);
    if (done !== undefined && this.held === undefined) queueMicrotask(done);
    else if (done !== undefined) this.held?.push(done);
    return this.takes;
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.emulator.resize(columns, rows);
    this.columns = columns;
    this.rows = rows;
    this.emit("resize");
  }
}

export interface Seat {
  readonly face: TerminalFace;
  readonly input: FakeInput;
  readonly output: FakeOutput;
  readonly clock: FakeClock;
  readonly submitted: string[];
  /** Conversations that were asked for. */
  readonly gone: string[];
  /** From which place in its log on a conversation is shown, where some of it was left out. */
  readonly shownFrom: (readonly [string, number])[];
  readonly left: () => number;
  /** How often it was told that something is being written. */
  readonly typed: () => number;
  /** Lines that were kept for the next run. */
  readonly kept: string[];
  readonly suspended: () => number;
  /** Somebody else wants the program to stop. */
  readonly stop: () => void;
  readonly proceed: () => void;
  /** Presses keys and lets the next frame come. */
  readonly type: (text: string) => void;
  readonly show: (...events: readonly ShownEvent[]) => void;
  /** All lines, scrollback included. */
  readonly lines: () => Promise<string[]>;
}

export interface SeatOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly reflow?: Reflow;
  readonly palette?: Palette;
  readonly links?: boolean;
  readonly signals?: Signals;
  readonly draft?: DraftFile;
  readonly openEditor?: OpenEditor;
  /** Lines of earlier runs. */
  readonly history?: readonly string[];
}

const plainTerminal: Omit<
  TerminalOptions,
  "input" | "output" | "clock" | "reflow" | "inputHistory" | "session"
> = {
  palette: "none",
  links: false,
  signals: bellOnly,
  catalogue: en,
  address: "localhost:12231",
  commands: ["ls", "help", "ignore", "quit"],
  calendar: fakeCalendar,
  draft: noDraft,
  openEditor: () => Promise.resolve({ type: "missing", editor: "none" }),
};

/** Puts a listener there until it is taken off. */
function listenIn<Name extends string>(signals: Record<Name, () => void>, name: Name) {
  return (call: () => void) => {
    signals[name] = call;
    return () => void (signals[name] = () => {});
  };
}

/** Somebody sits down at a terminal. */
export function sitDown(options: SeatOptions = {}): Seat {
  const { columns = 40, rows = 12, reflow = "all", history = [] } = options;
  const input = new FakeInput();
  const output = new FakeOutput(columns, rows, reflow);
  const clock = new FakeClock();
  const submitted: string[] = [];
  const kept: string[] = [];
  const gone: string[] = [];
  const shownFrom: (readonly [string, number])[] = [];
  const counts = { left: 0, suspended: 0, typed: 0 };
  const signals = { stop: (): void => {}, proceed: (): void => {} };
  const note = (event: UserEvent): void => {
    if (event.type === "submitted") submitted.push(event.text);
    else if (event.type === "leave") counts.left += 1;
    else if (event.type === "switchTo") gone.push(event.conversation);
    else if (event.type === "typing") counts.typed += 1;
    else if (event.type === "shownFrom") shownFrom.push([event.conversation, event.seq]);
  };
  const face = openTerminal({
    ...plainTerminal,
    ...options,
    input,
    output,
    clock,
    reflow,
    inputHistory: { lines: history, keep: (text) => void kept.push(text) },
    jobControl: {
      suspend: () => void (counts.suspended += 1),
      onStop: listenIn(signals, "stop"),
      onContinue: listenIn(signals, "proceed"),
    },
    session: { dispatch: (event) => note(event) },
  });
  return {
    face,
    input,
    output,
    clock,
    submitted,
    gone,
    shownFrom,
    kept,
    left: () => counts.left,
    typed: () => counts.typed,
    suspended: () => counts.suspended,
    stop: () => signals.stop(),
    proceed: () => signals.proceed(),
    type: (text) => {
      input.emit("data", new TextEncoder().encode(text));
      clock.advance(100);
    },
    show: (...events) => {
      for (const event of events) face.show(event);
      clock.advance(100);
    },
    lines: () => output.emulator.lines(),
  };
}

export function message(from: string, text: string, rest: Partial<Message> = {}): Message {
  return { type: "message", room: "lobby", from, text, time: 0, own: false, ...rest };
}

export type Message = Extract<ShownEvent, { readonly type: "message" }>;
