/**
 * The interactive face: puts keys, editor, views and screen together over a terminal. Nothing else is on the screen than
 * what was printed and, below it, the live area. Must not know sockets, nor what becomes of a line that was typed.
 */
import type { Face, FaceEvents } from "../face.ts";
import type { ShownEvent } from "../shown-event.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../base/assert-never.ts";
import { heldRowsMax, heldTerminalRowsMin } from "../limits.ts";
import { closeTimeoutMs } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import { parseInput } from "../session/input.ts";
import type { Signals } from "./screen/attention.ts";
import type { Calendar, Clock } from "../clock.ts";
import { Countdown } from "./countdown.ts";
import type { TerminalInput, TerminalOutput } from "./screen/device.ts";
import { leaveModes, listen, sizeOf } from "./screen/device.ts";
import type { DraftFile } from "./input/draft-file.ts";
import { noDraft } from "./input/draft-file.ts";
import { Drafts } from "./input/drafts.ts";
import type { EditorAction, EditorState } from "./input/editor.ts";
import { edit } from "./input/editor.ts";
import type { OpenEditor } from "./input/external-editor.ts";
import { writtenText } from "./input/external-editor.ts";
import { promptOf, viewFrame } from "./view/frame-view.ts";
import type { HistoryFile } from "./input/history-file.ts";
import { noHistory } from "./input/history-file.ts";
import { textColumns } from "./input/input-rows.ts";
import type { JobControl } from "./screen/job-control.ts";
import type { Key } from "./input/key.ts";
import { FlushTracker } from "../stream/flush-tracker.ts";
import { Keyboard } from "./input/keyboard.ts";
import { Lending } from "./screen/lending.ts";
import type { Frame } from "./screen/paint.ts";
import { Reading } from "./reading.ts";
import type { Reflow } from "./screen/reflow.ts";
import { Screen } from "./screen/screen.ts";
import { follow, unreadElsewhere } from "./state/whereabouts.ts";
import type { Palette } from "./view/style.ts";
import { Writing } from "./writing.ts";

export interface TerminalOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly catalogue: Catalogue;
  readonly events: FaceEvents;
  /** Where the room is, for people. */
  readonly address: string;
  /** Commands for completion, with or without their slash. */
  readonly commands: readonly string[];
  readonly palette: Palette;
  /** Whether the terminal can be told where a link leads. */
  readonly links: boolean;
  readonly signals: Signals;
  readonly reflow: Reflow;
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** What is kept for the next run; without it, nothing. */
  readonly history?: HistoryFile | undefined;
  readonly draft?: DraftFile | undefined;
  /** What belongs to the process at whose terminal this is. A face for somebody elsewhere has neither. */
  readonly openEditor?: OpenEditor | undefined;
  readonly jobControl?: JobControl | undefined;
}

/** Takes the terminal until the face is closed. `leave` may be called more than once. */
export function openTerminal(options: TerminalOptions): TerminalFace {
  return new InteractiveFace(options);
}

export interface TerminalFace extends Face {
  /** Calls when all that was shown so far is on the terminal; never, if that is lost before. */
  whenShown(call: () => void): void;
}

class InteractiveFace implements TerminalFace {
  readonly #options: TerminalOptions;
  readonly #draft: DraftFile;
  readonly #history: HistoryFile;
  readonly #keyboard: Keyboard;
  readonly #screen: Screen;
  readonly #reading: Reading;
  readonly #writing: Writing;
  readonly #countdown: Countdown;
  readonly #lending: Lending;
  readonly #releases: (() => void)[] = [];
  #nicknames: readonly string[] = [];
  /** What was printed last is wanted once more. */
  #again = false;
  readonly #flushes = new FlushTracker();
  /** To be called when the next frame is on the terminal. */
  #onShown: (() => void) | undefined;
  #state: "open" | "lost" | "closed" = "open";

  constructor(options: TerminalOptions) {
    const { input, output, clock, reflow, jobControl, signals, openEditor } = options;
    const { history = noHistory, draft = noDraft } = options;
    this.#options = options;
    this.#draft = draft;
    this.#history = history;
    this.#writing = new Writing(history.lines, new Drafts(draft));
    this.#keyboard = new Keyboard(clock, (keys) => this.#obey(keys));
    const invalidate = (): void => this.#screen.invalidate();
    this.#reading = new Reading(signals, clock, {
      changed: invalidate,
      shownFrom: (conversation, seq) => options.events.shownFrom(conversation, seq),
    });
    this.#countdown = new Countdown(clock, invalidate);
    this.#screen = new Screen({
      clock,
      reflow,
      compose: (last) => this.#compose(last),
      write: (text) => this.#state === "lost" || output.write(text, this.#flushes.callback()),
      painted: () => this.#awaitReceipt(),
    });
    const modes = this.#reading.attention;
    this.#lending = new Lending({ input, output, modes, jobControl, openEditor, screen: this.#screen });
    const listeners = {
      data: (chunk: Uint8Array | string) =>
        this.#lending.isLent ? undefined : this.#keyboard.receive(chunk),
      resize: () => this.#screen.resized(),
      drain: () => this.#screen.drained(),
      lost: () => this.#lose(),
    };
    this.#releases.push(listen(input, output, listeners));
    if (jobControl !== undefined)
      this.#releases.push(
        jobControl.onStop(() => this.#suspend()),
        jobControl.onContinue(() => this.#lending.continued()),
      );
    this.#screen.invalidate();
  }

  show(event: ShownEvent): void {
    if (this.#state !== "open") return;
    if (event.type === "link") this.#countdown.follow(event.link);
    if (event.type === "clear") this.#wipe();
    this.#reading.show(event);
    this.#writing.follow(event, this.#reading.conversations.here);
    this.#screen.invalidate(this.#reading.transcript.isFlooded ? "flood" : "news");
    if (event.type === "edit") this.#openEditor();
  }

  whenShown(call: () => void): void {
    this.#onShown = call;
    this.#screen.invalidate();
  }

  setNicknames(nicknames: readonly string[]): void {
    this.#nicknames = nicknames.map(cleanLine);
    this.#screen.invalidate();
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    const { input, output, clock } = this.#options;
    const wasLost = this.#state === "lost";
    for (const release of this.#releases) release();
    this.#keyboard.stop();
    this.#reading.stop();
    this.#countdown.stop();
    this.#draft.flush();
    const ended = this.#lending.end();
    this.#screen.clear();
    this.#state = "closed";
    input.pause();
    if (wasLost) return void input.setRawMode(false);
    const written = Promise.withResolvers<void>();
    const late = Promise.withResolvers<void>();
    const cancel = clock.after(closeTimeoutMs, late.resolve);
    leaveModes(input, output, { more: this.#reading.attention.close, done: written.resolve });
    await Promise.race([Promise.all([written.promise, ended]), late.promise]);
    cancel();
  }

  #awaitReceipt(): void {
    const call = this.#onShown;
    this.#onShown = undefined;
    if (call !== undefined && this.#state === "open") this.#flushes.whenFlushed(call);
  }

  #obey(keys: readonly Key[]): void {
    if (this.#state !== "open") return;
    const { commands, output } = this.#options;
    const { conversations, presence } = this.#reading;
    const enteredRooms = conversations.open.map(({ name }) => name);
    const words = { nicknames: this.#nicknames, commands, rooms: presence.rooms, enteredRooms };
    const rowColumns = textColumns(promptOf(conversations), sizeOf(output).columns);
    let cause: "key" | "news" = "key";
    for (const key of keys) {
      if (key.type === "focus") this.#reading.focus(key.focused);
      const { state, action } = edit(this.#writing.editor, key, { ...words, rowColumns });
      this.#write(state);
      if (action !== undefined) this.#act(action);
      // By the next frame the message is likely to be acknowledged: then nobody sees it wait.
      if (action?.type === "submit") cause = "news";
      if (this.#state !== "open" || this.#lending.isLent) return;
    }
    this.#screen.invalidate(cause);
  }

  #write(state: EditorState): void {
    if (this.#writing.take(state)) this.#tellTyping();
  }

  /** When the text, as it stands, would go to everybody or to the partner where one is. */
  #tellTyping(): void {
    if (parseInput(this.#writing.editor.draft.text).type === "message") this.#options.events.typing();
  }

  #act(action: EditorAction): void {
    const { events, output } = this.#options;
    switch (action.type) {
      case "submit":
        this.#history.keep(action.text);
        this.#writing.sent(action.text);
        return events.submit(action.text);
      case "leave":
        return events.leave();
      case "go": {
        const conversation = follow(this.#reading.conversations, action.way);
        return conversation === undefined ? undefined : events.go(conversation);
      }
      case "openEditor":
        return this.#openEditor();
      case "redraw":
        this.#again = true;
        return this.#screen.wipe();
      case "full":
        return void output.write("\x07");
      case "suspend":
        return this.#suspend();
      default:
        return assertNever(action);
    }
  }

  #suspend(): void {
    this.#keyboard.stop();
    this.#lending.toShell();
  }

  #wipe(): void {
    this.#reading.transcript.forget();
    this.#screen.wipe();
  }

  /** What is written there becomes the draft; it is not sent. */
  #openEditor(): void {
    if (this.#state !== "open" || this.#lending.isLent) return;
    const { openEditor, catalogue } = this.#options;
    if (openEditor === undefined) return this.show({ type: "refused", text: catalogue.face.noEditor });
    this.#keyboard.stop();
    this.#lending.toEditor(this.#writing.lend(), (written) => {
      const { text, complaint } = writtenText(written, catalogue);
      if (text !== undefined && this.#writing.giveBack(text)) this.#tellTyping();
      if (complaint !== undefined) this.#reading.show({ type: "refused", text: complaint });
      this.#screen.invalidate();
    });
  }

  /** The terminal is gone: nothing can be shown any more. */
  #lose(): void {
    if (this.#state !== "open") return;
    this.#state = "lost";
    this.#options.events.leave();
  }

  /** Takes over what waits to be printed. */
  #compose(last: boolean): Frame {
    const { address, catalogue, palette, links, output, calendar, clock } = this.#options;
    const { columns, rows } = sizeOf(output);
    const { presence, conversations, transcript, attention } = this.#reading;
    const again = this.#again && !last;
    this.#again = false;
    const heldMax = last || rows < heldTerminalRowsMin ? 0 : heldRowsMax;
    const look = { catalogue, columns, palette, links, nickname: presence.nickname, calendar };
    const scene = {
      presence,
      conversations,
      editor: this.#writing.editor,
      lines: again ? transcript.takeAgain(look, heldMax) : transcript.take(look, heldMax),
      signals: last ? "" : attention.take(conversations.here, address, unreadElsewhere(conversations)),
      nowMs: clock.now(),
      secondsLeft: this.#countdown.seconds,
    };
    return viewFrame(scene, { columns, rows, palette }, { catalogue, address });
  }
}
