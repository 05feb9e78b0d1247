/**
 * The face for lines and JSON: messages go to stdout, the state of things to stderr, each line of stdin is a message. A slow
 * reader slows the server, and input waits for room in the outbox (back-pressure both ways).
 */
import type { Face, FaceOptions } from "../face.ts";
import { Echo } from "./echo.ts";
import { StreamWriter } from "../stream/stream-writer.ts";
import { LineReader } from "../stream/line-reader.ts";
import { endLine, jsonRenderer } from "./json-renderer.ts";
import type { LineRendererOptions } from "./line-renderer.ts";
import { lineRenderer } from "./line-renderer.ts";
import { unreadableText } from "../event-text.ts";

export function plainFace(options: FaceOptions): Face {
  const { catalogue, stdin, stdout, stderr, session, json, signal } = options;
  let asked = false;
  const announce = (text: string): void => void stderr.write(text);
  const output = new StreamWriter(stdout, {
    full: (full) => session.setPaused(full),
    // Nothing that comes could be shown.
    closed: () => session.dispatch({ type: "leave", mode: "brief" }),
  });
  const print = (text: string): void => output.write(text);
  // A terminal shows what is typed there by itself; a pipe does not.
  const echo = stdin.isTTY === true && stdout.isTTY === true ? new Echo() : undefined;
  const render = json
    ? jsonRenderer({ catalogue, print })
    : lineRenderer(inWords(options, { print, announce }, echo));
  const reader = new LineReader(stdin, {
    wanted: () => asked || session.takesMore,
    line: (line, number) => {
      if (!asked) {
        echo?.typed(line);
        // Who types at a terminal sees which line it was.
        return session.dispatch({
          type: "submitted",
          text: line,
          line: stdin.isTTY === true ? undefined : number,
        });
      }
      asked = false;
      session.dispatch({ type: "named", nickname: line });
    },
    end: (failure) => {
      if (failure !== undefined)
        session.dispatch({ type: "inputFailed", reason: unreadableText(failure, catalogue) });
      session.dispatch(asked ? { type: "named", nickname: undefined } : { type: "leave", mode: "full" });
    },
  });
  return {
    show: (event) => {
      // No event of the format: it is for whoever runs the program.
      if (json && event.type === "broken") announce(`${catalogue.client.brokenMessages(event.count)}\n`);
      else render(event);
    },
    setNicknames: () => undefined,
    ask: (reason) => {
      asked = true;
      announce(`${reason === undefined ? "" : `${reason} `}${catalogue.client.askNickname}\n`);
    },
    whenShown: (call) => output.whenFlushed(call),
    settled: () => reader.pull(),
    close: async (reason) => {
      reader.stop();
      if (json) print(endLine(reason));
      await output.finished(signal);
    },
  };
}

function inWords(
  { catalogue, address, ports }: FaceOptions,
  streams: Pick<LineRendererOptions, "print" | "announce">,
  echo: Echo | undefined,
): LineRendererOptions {
  return {
    ...streams,
    catalogue,
    address,
    calendar: ports.calendar,
    echoed: ({ own, text }) => own && echo?.take(text) === true,
    waits: (text) => void echo?.take(text),
  };
}
