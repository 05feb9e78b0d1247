/**
 * The interactive face: puts keys, editor, views and screen together over a terminal. Nothing else is on the screen than
 * what was printed and, below it, the live area. Must not know sockets, nor what becomes of a line that was typed.
 */
import type { Face, FaceEvents, Happening, Link } from "../face.ts";
import { lobby } from "../../protocol/entry.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../protocol/faults.ts";
import { closeTimeoutMs } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import { viewArea } from "./area-view.ts";
import type { Clock } from "./clock.ts";
import type { TerminalInput, TerminalOutput } from "./device.ts";
import { enterModes, leaveModes, sizeOf } from "./device.ts";
import type { EditorAction, EditorState } from "./editor.ts";
import { edit, emptyEditor } from "./editor.ts";
import type { JobControl } from "./job-control.ts";
import type { Key } from "./key.ts";
import { KeyDecoder } from "./keys.ts";
import type { Look } from "./message-view.ts";
import { shorten, viewHappening, viewNotice } from "./message-view.ts";
import type { Frame, Reflow } from "./paint.ts";
import { Screen } from "./screen.ts";

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
  readonly reflow: Reflow;
  readonly clock: Clock;
  /** The time of day, in five columns, of milliseconds since 1970. */
  readonly timeText: (time: number) => string;
  readonly jobControl?: JobControl | undefined;
}

/** Takes the terminal until the face is closed. `leave` may be called more than once. */
export function openTerminal(options: TerminalOptions): Face {
  return new TerminalFace(options);
}

/** Happenings that wait for a terminal which takes nothing; beyond that the oldest are left out, and that is said. */
const happeningsMax = 5_000;

class TerminalFace implements Face {
  readonly #options: TerminalOptions;
  readonly #decoder = new KeyDecoder();
  readonly #screen: Screen;
  readonly #releases: (() => void)[] = [];
  #editor: EditorState = emptyEditor;
  #nicknames: readonly string[] = [];
  #nickname: string | undefined;
  #link: Link | undefined;
  #retryAtMs = 0;
  #room = lobby;
  #pending: readonly string[] = [];
  #waiting: Happening[] = [];
  #skipped = 0;
  #cancelKeys: (() => void) | undefined;
  #cancelCountdown: (() => void) | undefined;
  #suspended = false;
  #state: "open" | "lost" | "closed" = "open";

  constructor(options: TerminalOptions) {
    const { input, output, clock, reflow, jobControl } = options;
    this.#options = options;
    this.#screen = new Screen({
      clock,
      reflow,
      compose: () => this.#compose(),
      write: (text) => this.#state === "lost" || output.write(text),
    });
    this.#listen(input, output);
    if (jobControl !== undefined) this.#releases.push(jobControl.onContinue(() => this.#takeBack()));
    enterModes(input, output);
    input.resume();
    this.#screen.invalidate();
  }

  show(happening: Happening): void {
    if (this.#state !== "open") return;
    if (happening.type === "link") this.#setLink(happening.link);
    if (happening.type === "room") this.#room = happening.room;
    if (happening.type === "pending") this.#pending = happening.texts;
    else this.#waiting.push(happening);
    if (this.#waiting.length > happeningsMax) {
      this.#skipped += this.#waiting.length - happeningsMax / 2;
      this.#waiting = this.#waiting.slice(-happeningsMax / 2);
    }
    this.#screen.invalidate();
  }

  setNicknames(nicknames: readonly string[]): void {
    this.#nicknames = nicknames.map(cleanLine);
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    const { input, output, clock } = this.#options;
    const wasLost = this.#state === "lost";
    for (const release of this.#releases) release();
    this.#cancelKeys?.();
    this.#cancelCountdown?.();
    this.#screen.clear();
    this.#state = "closed";
    input.pause();
    if (wasLost) return void input.setRawMode(false);
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(closeTimeoutMs, resolve);
    leaveModes(input, output, resolve);
    await promise;
    cancel();
  }

  #listen(input: TerminalInput, output: TerminalOutput): void {
    const onData = (chunk: Uint8Array | string): void => this.#receive(chunk);
    const onResize = (): void => this.#screen.invalidate();
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
    const { commands } = this.#options;
    for (const key of keys) {
      const { state, action } = edit(this.#editor, key, { nicknames: this.#nicknames, commands });
      this.#editor = state;
      if (action !== undefined) this.#act(action);
      if (this.#state !== "open") return;
    }
    this.#screen.invalidate();
  }

  #act(action: EditorAction): void {
    const { events, output, jobControl } = this.#options;
    switch (action.type) {
      case "submit":
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
    leaveModes(this.#options.input, this.#options.output, jobControl.suspend);
  }

  /** A shell may say "continue" more than once, and others stop programs too: then the area is where it was. */
  #takeBack(): void {
    enterModes(this.#options.input, this.#options.output);
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

  #setLink(link: Link): void {
    this.#cancelCountdown?.();
    this.#cancelCountdown = undefined;
    this.#link = link;
    if (link.state === "online") this.#nickname = link.nickname;
    if (link.state !== "offline") return;
    this.#retryAtMs = this.#options.clock.now() + link.retryInMs;
    this.#countDown();
  }

  #countDown(): void {
    const { clock } = this.#options;
    const leftMs = this.#retryAtMs - clock.now();
    if (leftMs <= 0) return;
    // Wakes when the number of seconds changes.
    this.#cancelCountdown = clock.after(leftMs % secondMs || secondMs, () => {
      this.#screen.invalidate();
      this.#countDown();
    });
  }

  #status(): string | undefined {
    const { address, catalogue, clock, output } = this.#options;
    const link = this.#link;
    if (link === undefined || link.state === "online") return undefined;
    if (link.state === "connecting") return catalogue.client.connecting(address);
    const leftMs = Math.max(0, this.#retryAtMs - clock.now());
    const status = (reason: string): string => catalogue.client.offline(reason, Math.ceil(leftMs / secondMs));
    const free = sizeOf(output).columns - 1 - Bun.stringWidth(status(""));
    // Of a long reason the end is left out, rather than what the reader can do.
    return status(free < reasonColumnsMin ? link.reason : shorten(cleanLine(link.reason), free));
  }

  /** Takes over what waits to be printed. */
  #compose(): Frame {
    const { catalogue, colour, output, timeText } = this.#options;
    const { columns, rows } = sizeOf(output);
    const look: Look = { catalogue, columns, colour, nickname: this.#nickname, room: this.#room, timeText };
    const skipped = this.#skipped === 0 ? [] : viewNotice(catalogue.client.skipped(this.#skipped), look);
    const lines = [...skipped, ...this.#waiting.flatMap((happening) => viewHappening(happening, look))];
    this.#waiting = [];
    this.#skipped = 0;
    const prompt = this.#room === lobby ? "> " : `${cleanLine(this.#room)}> `;
    const pending = this.#pending.map((text) => `… ${text} (${catalogue.client.waiting})`);
    const live = { draft: this.#editor.draft, status: this.#status(), pending, prompt };
    const area = viewArea(live, { columns, rows, colour });
    return { lines, columns, ...area };
  }
}

/** Where less is left for a reason, it says nothing. */
const reasonColumnsMin = 12;
const secondMs = 1_000;
