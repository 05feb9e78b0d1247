/**
 * The interactive face: puts keys, editor, views and screen together over a terminal. Nothing else is on the screen than
 * what was printed and, below it, the live area.
 */
import type { Face, FaceSession } from "../face.ts";
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
import type { InputHistoryFile } from "./input/input-history-file.ts";
import { noInputHistory } from "./input/input-history-file.ts";
import { textColumns } from "./input/input-rows.ts";
import type { JobControl } from "./screen/job-control.ts";
import type { Key } from "./input/key.ts";
import { FlushTracker } from "../stream/flush-tracker.ts";
import { Keyboard } from "./input/keyboard.ts";
import { Suspension } from "./screen/suspension.ts";
import type { Frame } from "./screen/paint.ts";
import { ViewModel } from "./view-model.ts";
import type { Reflow } from "./screen/reflow.ts";
import { Screen } from "./screen/screen.ts";
import { jumpTarget, unreadElsewhere } from "./state/conversation-queries.ts";
import type { Palette } from "./view/style.ts";
import { Composer } from "./composer.ts";

export interface TerminalOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly catalogue: Catalogue;
  readonly session: Pick<FaceSession, "dispatch">;
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
  readonly inputHistory?: InputHistoryFile | undefined;
  readonly draft?: DraftFile | undefined;
  /** What belongs to the process at whose terminal this is. A face for somebody elsewhere has neither. */
  readonly openEditor?: OpenEditor | undefined;
  readonly jobControl?: JobControl | undefined;
}

/** Takes the terminal until the face is closed. It may dispatch `leave` more than once. */
export function openTerminal(options: TerminalOptions): TerminalFace {
  return new InteractiveFace(options);
}

/** The face from the login on: nobody is asked for a nickname any more. */
export type TerminalFace = Pick<Face, "show" | "whenShown" | "setNicknames"> & { close(): Promise<void> };

class InteractiveFace implements TerminalFace {
  readonly #options: TerminalOptions;
  readonly #draft: DraftFile;
  readonly #history: InputHistoryFile;
  readonly #keyboard: Keyboard;
  readonly #screen: Screen;
  readonly #model: ViewModel;
  readonly #composer: Composer;
  readonly #countdown: Countdown;
  readonly #suspension: Suspension;
  readonly #releases: (() => void)[] = [];
  #nicknames: readonly string[] = [];
  /** What was printed last is wanted once more. */
  #again = false;
  readonly #flushes = new FlushTracker();
  /** To be called when the next frame is on the terminal. */
  #onShown: (() => void) | undefined;
  #state: "open" | "lost" | "closed" = "open";

  constructor(options: TerminalOptions) {
    const { input, output, clock, reflow, jobControl, signals, openEditor, session } = options;
    const { inputHistory = noInputHistory, draft = noDraft } = options;
    this.#options = options;
    this.#draft = draft;
    this.#history = inputHistory;
    this.#composer = new Composer(inputHistory.lines, new Drafts(draft));
    this.#keyboard = new Keyboard(clock, (keys) => this.#handleKeys(keys));
    const invalidate = (): void => this.#screen.invalidate();
    this.#model = new ViewModel(signals, clock, { session, changed: invalidate });
    this.#countdown = new Countdown(clock, invalidate);
    this.#screen = new Screen({
      clock,
      reflow,
      compose: (last) => this.#compose(last),
      write: (text) => this.#state === "lost" || output.write(text, this.#flushes.callback()),
      painted: () => this.#awaitReceipt(),
    });
    const modes = this.#model.attention;
    this.#suspension = new Suspension({ input, output, modes, jobControl, openEditor, screen: this.#screen });
    const listeners = {
      data: (chunk: Uint8Array | string) =>
        this.#suspension.isSuspended ? undefined : this.#keyboard.receive(chunk),
      resize: () => this.#screen.resized(),
      drain: () => this.#screen.drained(),
      lost: () => this.#lose(),
    };
    this.#releases.push(listen(input, output, listeners));
    if (jobControl !== undefined)
      this.#releases.push(
        jobControl.onStop(() => this.#suspend()),
        jobControl.onContinue(() => this.#suspension.continued()),
      );
    this.#screen.invalidate();
  }

  show(event: ShownEvent): void {
    if (this.#state !== "open") return;
    if (event.type === "link") this.#countdown.follow(event.link);
    if (event.type === "clear") this.#wipe();
    this.#model.show(event);
    this.#composer.follow(event, this.#model.conversations.here);
    this.#screen.invalidate(this.#model.transcript.isFlooded ? "flood" : "news");
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
    this.#model.stop();
    this.#countdown.stop();
    this.#draft.flush();
    const ended = this.#suspension.end();
    this.#screen.clear();
    this.#state = "closed";
    input.pause();
    if (wasLost) return void input.setRawMode(false);
    const written = Promise.withResolvers<void>();
    const late = Promise.withResolvers<void>();
    const cancel = clock.after(closeTimeoutMs, late.resolve);
    leaveModes(input, output, { more: this.#model.attention.close, done: written.resolve });
    await Promise.race([Promise.all([written.promise, ended]), late.promise]);
    cancel();
  }

  #awaitReceipt(): void {
    const call = this.#onShown;
    this.#onShown = undefined;
    if (call !== undefined && this.#state === "open") this.#flushes.whenFlushed(call);
  }

  #handleKeys(keys: readonly Key[]): void {
    if (this.#state !== "open") return;
    const { commands, output } = this.#options;
    const { conversations, presence } = this.#model;
    const enteredRooms = conversations.open.map(({ name }) => name);
    const words = { nicknames: this.#nicknames, commands, rooms: presence.rooms, enteredRooms };
    const rowColumns = textColumns(promptOf(conversations), sizeOf(output).columns);
    let cause: "key" | "news" = "key";
    for (const key of keys) {
      if (key.type === "focus") this.#model.focus(key.focused);
      const { state, action } = edit(this.#composer.editor, key, { ...words, rowColumns });
      this.#write(state);
      if (action !== undefined) this.#perform(action);
      // By the next frame the message is likely to be acknowledged: then nobody sees it wait.
      if (action?.type === "submit") cause = "news";
      if (this.#state !== "open" || this.#suspension.isSuspended) return;
    }
    this.#screen.invalidate(cause);
  }

  #write(state: EditorState): void {
    if (this.#composer.update(state)) this.#tellTyping();
  }

  /** When the text, as it stands, would go to everybody or to the partner where one is. */
  #tellTyping(): void {
    if (parseInput(this.#composer.editor.draft.text).type === "message")
      this.#options.session.dispatch({ type: "typing" });
  }

  #perform(action: EditorAction): void {
    const { session, output } = this.#options;
    switch (action.type) {
      case "submit":
        this.#history.keep(action.text);
        this.#composer.sent(action.text);
        return session.dispatch({ type: "submitted", text: action.text });
      case "leave":
        return session.dispatch({ type: "leave", mode: "brief" });
      case "jump": {
        const conversation = jumpTarget(this.#model.conversations, action.jump);
        if (conversation !== undefined) session.dispatch({ type: "switchTo", conversation });
        return undefined;
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
    this.#suspension.suspendToShell();
  }

  #wipe(): void {
    this.#model.transcript.forget();
    this.#screen.wipe();
  }

  /** What is written there becomes the draft; it is not sent. */
  #openEditor(): void {
    if (this.#state !== "open" || this.#suspension.isSuspended) return;
    const { openEditor, catalogue } = this.#options;
    if (openEditor === undefined) return this.show({ type: "refused", text: catalogue.face.noEditor });
    this.#keyboard.stop();
    this.#suspension.runEditor(this.#composer.startExternalEdit(), (written) => {
      const { text, complaint } = writtenText(written, catalogue);
      if (text !== undefined && this.#composer.finishExternalEdit(text)) this.#tellTyping();
      if (complaint !== undefined) this.#model.show({ type: "refused", text: complaint });
      this.#screen.invalidate();
    });
  }

  /** The terminal is gone: nothing can be shown any more. */
  #lose(): void {
    if (this.#state !== "open") return;
    this.#state = "lost";
    this.#options.session.dispatch({ type: "leave", mode: "brief" });
  }

  /** Takes over what waits to be printed. */
  #compose(last: boolean): Frame {
    const { address, catalogue, palette, links, output, calendar, clock } = this.#options;
    const { columns, rows } = sizeOf(output);
    const { presence, conversations, transcript, attention } = this.#model;
    const again = this.#again && !last;
    this.#again = false;
    const heldMax = last || rows < heldTerminalRowsMin ? 0 : heldRowsMax;
    const look = { catalogue, columns, palette, links, nickname: presence.nickname, calendar };
    const scene = {
      presence,
      conversations,
      editor: this.#composer.editor,
      lines: again ? transcript.takeAgain(look, heldMax) : transcript.take(look, heldMax),
      signals: last ? "" : attention.take(conversations.here, address, unreadElsewhere(conversations)),
      nowMs: clock.now(),
      secondsLeft: this.#countdown.seconds,
    };
    return viewFrame(scene, { columns, rows, palette }, { catalogue, address });
  }
}
