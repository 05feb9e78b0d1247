/**
 * A person at a terminal: questions before they are in the room, the interactive face from then on. Must not know how a
 * session works.
 */
import { askNickname } from "./ask.ts";
import type { Face } from "./face.ts";
import { stateFolder } from "./platform-folders.ts";
import { commandNames, parseInput } from "./input.ts";
import type { Input, Output, Venue, VenueOptions } from "./venue.ts";
import { localCalendar, systemClock } from "./terminal/clock.ts";
import type { TerminalInput, TerminalOutput } from "./terminal/device.ts";
import { coloursAllowed, linksAllowed, reflowOf, signalsOf } from "./terminal/environment.ts";
import { historyFile } from "./terminal/history-file.ts";
import { processJobControl } from "./terminal/job-control.ts";
import { openTerminal } from "./terminal/terminal.ts";

/** Undefined where the streams or the environment say that lines are all they can do. */
export function terminalVenue(options: VenueOptions): Venue | undefined {
  const { stdin, stdout, catalogue, address, environment, signal, visitor } = options;
  if (environment["TERM"] === "dumb" || !isTerminalInput(stdin) || !isTerminalOutput(stdout))
    return undefined;
  const history = historyFile(stateFolder(environment));
  let face: Face | undefined;
  const open = (): Face =>
    openTerminal({
      input: stdin,
      output: stdout,
      catalogue,
      address,
      events: { submit: (text) => visitor.submit(text), leave: () => visitor.leave("brief") },
      commands: commandNames(),
      colour: coloursAllowed(environment),
      links: linksAllowed(environment),
      signals: signalsOf(environment),
      reflow: reflowOf(environment),
      clock: systemClock,
      calendar: localCalendar(catalogue.languageTag),
      history: {
        lines: history.lines,
        // What is no command may be one mistyped, with a secret in it.
        keep: (text) => (parseInput(text).type === "unknown" ? undefined : history.keep(text)),
      },
      jobControl: processJobControl(),
    });
  return {
    show: (happening) => {
      if (happening.type === "link" && happening.link.state === "online") face ??= open();
      // Until then the screen may be needed for a question again.
      if (face === undefined) stdout.write(`${catalogue.client.connecting(address)}\n`);
      else face.show(happening);
    },
    setNicknames: (nicknames) => face?.setNicknames(nicknames),
    ask: (reason) => {
      const answer = askNickname({ texts: catalogue.client, input: stdin, output: stdout, signal, reason });
      answer.then((nickname) => visitor.named(nickname), reportError);
    },
    settled: () => undefined,
    close: async () => face?.close(),
  };
}

function isTerminalInput(input: Input): input is Input & TerminalInput {
  return input.isTTY === true && input.setRawMode !== undefined;
}

function isTerminalOutput(output: Output): output is Output & TerminalOutput {
  return output.isTTY === true;
}
