/**
 * The face for a terminal: questions and a line that shows the connecting, and from the login on the interactive screen.
 */
import { askNickname } from "./ask-nickname.ts";
import { ConnectingLine } from "./connecting-line.ts";
import { commandNames, parseInput } from "../session/input.ts";
import type { Preferences } from "../preferences.ts";
import type { Input, Output } from "../../base/streams.ts";
import type { Face, FaceOptions } from "../face.ts";
import type { TerminalInput, TerminalOutput } from "./screen/device.ts";
import { linksAllowed, movesCursor, paletteOf, reflowOf, signalsOf } from "./screen/environment.ts";
import type { Signals } from "./screen/attention.ts";
import { noDraft } from "./input/draft-file.ts";
import { noInputHistory } from "./input/input-history-file.ts";
import type { TerminalFace, TerminalOptions } from "./terminal.ts";
import { openTerminal } from "./terminal.ts";
import type { Palette } from "./view/style.ts";

/** Whether more than lines can be shown, and keys read. */
export function hasTerminal({
  stdin,
  stdout,
  environment,
}: Pick<FaceOptions, "stdin" | "stdout" | "environment">): boolean {
  return movesCursor(environment) && isTerminalInput(stdin) && isTerminalOutput(stdout);
}

/** Undefined where the streams or the environment say that lines are all they can do. */
export function terminalFace(options: FaceOptions): Face | undefined {
  const { stdin, stdout, catalogue, address, signal, session } = options;
  if (!hasTerminal(options) || !isTerminalInput(stdin) || !isTerminalOutput(stdout)) return undefined;
  const { runtime, openDraft = () => noDraft } = options.ports;
  const connecting = new ConnectingLine(stdout, runtime);
  let draft = noDraft;
  let face: TerminalFace | undefined;
  const open = (): TerminalFace => {
    draft = openDraft();
    return openFace(options, { input: stdin, output: stdout, draft });
  };
  return {
    show: (event) => {
      connecting.hide();
      if (event.type === "link" && event.link.state === "online") face ??= open();
      // Until then the screen may be needed for a question again.
      if (face === undefined) connecting.show(catalogue.client.connecting(address));
      else face.show(event);
    },
    whenShown: (call) => (face === undefined ? call() : face.whenShown(call)),
    setNicknames: (nicknames) => face?.setNicknames(nicknames),
    ask: (reason) => {
      connecting.hide();
      const answer = askNickname({ texts: catalogue.client, input: stdin, output: stdout, signal, reason });
      answer.then((nickname) => session.dispatch({ type: "named", nickname }), reportError);
    },
    settled: () => undefined,
    close: async () => {
      connecting.hide();
      draft.flush();
      await face?.close();
    },
  };
}

type Terminal = Pick<TerminalOptions, "input" | "output" | "draft">;

function openFace(
  { catalogue, address, environment, session, preferences, ports }: FaceOptions,
  terminal: Terminal,
): TerminalFace {
  const { runtime, calendar, openInputHistory = () => noInputHistory, openEditor, jobControl } = ports;
  const history = openInputHistory();
  return openTerminal({
    ...terminal,
    catalogue,
    address,
    session,
    commands: commandNames(),
    palette: paletteFor(preferences, environment),
    links: linksAllowed(environment),
    signals: signalsFor(preferences, environment),
    reflow: reflowOf(environment),
    clock: runtime,
    calendar,
    inputHistory: {
      lines: history.lines,
      // What is no command may be one mistyped, with a secret in it.
      keep: (text) => (parseInput(text).type === "unknown" ? undefined : history.keep(text)),
    },
    openEditor,
    jobControl,
  });
}

function paletteFor({ colour }: Preferences, environment: FaceOptions["environment"]): Palette {
  if (colour === "auto") return paletteOf(environment);
  return colour === "always" ? "full" : "none";
}

function signalsFor({ bell, notifications }: Preferences, environment: FaceOptions["environment"]): Signals {
  const { window, notification } = signalsOf(environment);
  return { window, notification: notifications ? notification : "none", silent: !bell };
}

function isTerminalInput(input: Input): input is Input & TerminalInput {
  return input.isTTY === true && input.setRawMode !== undefined;
}

function isTerminalOutput(output: Output): output is Output & TerminalOutput {
  return output.isTTY === true;
}
