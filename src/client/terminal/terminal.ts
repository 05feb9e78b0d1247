/**
 * The interactive face: puts keys, editor, views and screen together over a terminal. Nothing else is on the screen than
 * what was printed and, below it, the live area. Must not know sockets, nor what becomes of a line that was typed.
 */
import type { Face, FaceEvents, Happening } from "../face.ts";
import { lobby } from "../../protocol/entry.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../protocol/faults.ts";
import { closeTimeoutMs } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import { viewArea } from "./area-view.ts";
import type { Signals } from "./attention.ts";
import { Attention } from "./attention.ts";
import type { Calendar, Clock } from "./clock.ts";
import { Countdown } from "./countdown.ts";
import type { TerminalInput, TerminalOutput } from "./device.ts";
import { enterModes, leaveModes, sizeOf } from "./device.ts";
import type { EditorAction, EditorState } from "./editor.ts";
import { edit, editorWith } from "./editor.ts";
import { hintFor } from "./hint.ts";
import type { HistoryFile } from "./history-file.ts";
import { textColumns } from "./input-rows.ts";
import type { JobControl } from "./job-control.ts";
import type { Key } from "./key.ts";
import { KeyDecoder } from "./keys.ts";
import type { Look } from "./message-view.ts";
import type { Frame } from "./paint.ts";
import { attend, nowhere, withNicknames } from "./presence.ts";
import type { Reflow } from "./reflow.ts";
import { Screen } from "./screen.ts";
import { statusFor } from "./status.ts";
import { Transcript } from "./transcript.ts";

export interface TerminalOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly catalogue: Catalogue;
  readonly events: FaceEvents;
  /** Where the room is, for people. */
  readonly address: string;
  /** Commands for completion, with or without their slash. */
  readonly commands: readonly string[];
  readonly colour: boolean;
  /** Whether the terminal can be told where a link leads. */
  readonly links: boolean;
  readonly signals: Signals;
  readonly reflow: Reflow;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly history: HistoryFile;
  readonly jobControl?: JobControl | undefined;
}

/** Takes the terminal until the face is closed. `leave` may be called more than once. */
export function openTerminal(options: TerminalOptions): Face {
  return new TerminalFace(options);
}

class TerminalFace implements Face {
  readonly #options: TerminalOptions;
  readonly #decoder = new KeyDecoder();
  readonly #screen: Screen;
  readonly #releases: (() => void)[] = [];
  readonly #transcript = new Transcript();
  readonly #attention: Attention;
  readonly #countdown: Countdown;
  #editor: EditorState;
  #presence = nowhere;
  #nicknames: readonly string[] = [];
  #cancelKeys: (() => void) | undefined;
  #suspended = false;
  #state: "open" | "lost" | "closed" = "open";

  constructor(options: TerminalOptions) {
    const { input, output, clock, reflow, jobControl, signals, history } = options;
    this.#options = options;
    this.#editor = editorWith(history.lines);
    this.#attention = new Attention(signals, clock);
    this.#countdown = new Countdown(clock, () => this.#screen.invalidate());
    this.#screen = new Screen({
      clock,
      reflow,
      compose: (last) => this.#compose(last),
      write: (text) => this.#state === "lost" || output.write(text),
    });
    this.#listen(input, output);
    if (jobControl !== undefined) this.#releases.push(jobControl.onContinue(() => this.#takeBack()));
    enterModes(input, output, this.#attention.open);
    input.resume();
    this.#screen.invalidate();
  }

  show(happening: Happening): void {
    if (this.#state !== "open") return;
    if (happening.type === "link") this.#countdown.follow(happening.link);
    this.#presence = attend(this.#presence, happening);
    this.#attention.notice(happening, this.#presence.nickname);
    if (happening.type !== "pending") this.#transcript.add(happening);
    this.#screen.invalidate();
  }

  setNicknames(nicknames: readonly string[]): void {
    this.#nicknames = nicknames.map(cleanLine);
    this.#presence = withNicknames(this.#presence, nicknames);
    this.#screen.invalidate();
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    const { input, output, clock } = this.#options;
    const wasLost = this.#state === "lost";
    for (const release of this.#releases) release();
    this.#cancelKeys?.();
    this.#countdown.stop();
    this.#screen.clear();
    this.#state = "closed";
    input.pause();
    if (wasLost) return void input.setRawMode(false);
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(closeTimeoutMs, resolve);
    leaveModes(input, output, { more: this.#attention.close, done: resolve });
    await promise;
    cancel();
  }

  #listen(input: TerminalInput, output: TerminalOutput): void {
    const onData = (chunk: Uint8Array | string): void => this.#receive(chunk);
    const onResize = (): void => this.#screen.resized();
    const onDrain = (): void => this.#screen.drained();
    const onLost = (): void => this.#lose();
    input.on("data", onData);
    input.on("end", onLost);
    output.on("resize", onResize);
    output.on("drain", onDrain);
    // Never taken off: an error nobody listens to would end the program, and a terminal that is gone gives one more for
    // the last write and for the mode.
    input.on("error", onLost);
    output.on("error", onLost);
    output.on("close", onLost);
    this.#releases.push(
      () => input.off("data", onData),
      () => input.off("end", onLost),
      () => output.off("resize", onResize),
      () => output.off("drain", onDrain),
    );
  }

  #receive(chunk: Uint8Array | string): void {
    this.#cancelKeys?.();
    this.#cancelKeys = undefined;
    const { clock } = this.#options;
    this.#obey(this.#decoder.push(chunk, clock.now()));
    const { deadline } = this.#decoder;
    if (deadline === undefined || this.#state !== "open") return;
    this.#cancelKeys = clock.after(deadline - clock.now(), () => {
      this.#obey(this.#decoder.flush(deadline));
    });
  }

  #obey(keys: readonly Key[]): void {
    const { commands, output } = this.#options;
    const { rooms, entered } = this.#presence;
    const words = { nicknames: this.#nicknames, commands, rooms, enteredRooms: entered };
    const rowColumns = textColumns(this.#prompt, sizeOf(output).columns);
    for (const key of keys) {
      if (key.type === "focus") this.#attention.focus(key.focused);
      const { state, action } = edit(this.#editor, key, { ...words, rowColumns });
      this.#editor = state;
      if (action !== undefined) this.#act(action);
      if (this.#state !== "open") return;
    }
    this.#screen.invalidate();
  }

  #act(action: EditorAction): void {
    const { events, output, jobControl, history } = this.#options;
    switch (action.type) {
      case "submit":
        history.keep(action.text);
        return events.submit(action.text);
      case "leave":
        return events.leave();
      case "redraw":
        return this.#screen.redraw();
      case "full":
        return void output.write("\x07");
      case "suspend":
        if (jobControl !== undefined) this.#giveBack(jobControl);
        return undefined;
      default:
        return assertNever(action);
    }
  }

  #giveBack(jobControl: JobControl): void {
    this.#suspended = true;
    this.#screen.clear();
    const leaving = { more: this.#attention.close, done: jobControl.suspend };
    leaveModes(this.#options.input, this.#options.output, leaving);
  }

  /** A shell may say "continue" more than once, and others stop programs too: then the area is where it was. */
  #takeBack(): void {
    enterModes(this.#options.input, this.#options.output, this.#suspended ? this.#attention.open : "");
    if (this.#suspended) this.#screen.appear();
    else this.#screen.redraw();
    this.#suspended = false;
  }

  /** The terminal is gone: nothing can be shown any more. */
  #lose(): void {
    if (this.#state !== "open") return;
    this.#state = "lost";
    this.#options.events.leave();
  }

  get #prompt(): string {
    const { room } = this.#presence;
    return room === lobby ? "> " : `${cleanLine(room)}> `;
  }

  /** Takes over what waits to be printed. */
  #compose(last: boolean): Frame {
    const { address, catalogue, colour, links, output, calendar } = this.#options;
    const { columns, rows } = sizeOf(output);
    const { nickname, room, pending } = this.#presence;
    const look: Look = { catalogue, columns, colour, links, nickname, room, calendar };
    const { printed, held } = this.#transcript.take(look, last || rows < rowsForHeld ? 0 : heldRowsMax);
    const space = { columns, rows, secondsLeft: this.#countdown.seconds };
    const area = viewArea(
      {
        draft: this.#editor.draft,
        held,
        status: statusFor(this.#presence, space, { address, catalogue }),
        pending: pending.map((text) => `… ${text} (${catalogue.client.waiting})`),
        hint: hintFor(this.#editor, catalogue),
        prompt: this.#prompt,
      },
      { columns, rows, colour },
    );
    const signals = last ? "" : this.#attention.take(room, address);
    return { lines: printed, columns, screenRows: rows, signals, ...area };
  }
}

/** A terminal of fewer rows has none to spare for what may still change. */
const rowsForHeld = 10;
const heldRowsMax = 3;
