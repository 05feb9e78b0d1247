/**
 * A TCP proxy that can lose a connection without a word, as a gateway does that forgot it: both ends stay open, what either
 * sends is taken and goes nowhere. Connections made after that pass.
 */
import type { Socket } from "bun";
import { Watch } from "./watch.ts";

export interface SwallowingProxy extends Disposable {
  readonly port: number;
  /** How many connections there were. */
  readonly connections: () => number;
  /** Resolves when the server's answers hold this, and were passed on. */
  readonly until: (part: string) => Promise<unknown>;
  /** Takes and drops, from now on, what the present connections send; of the server, also what it has answered. */
  readonly swallow: (direction: "both" | "answers") => void;
}

interface Line {
  /** Undefined until the server's end is open. */
  server: Socket<Line> | undefined;
  readonly client: Socket<Line>;
  readonly early: Uint8Array[];
  swallowed: "nothing" | "answers" | "both";
}

export function openSwallowingProxy(serverPort: number): SwallowingProxy {
  const lines: Line[] = [];
  const watch = new Watch();
  let answers = "";
  const pass = (line: Line, chunk: Uint8Array): void => {
    line.client.write(chunk);
    answers += Buffer.from(chunk).toString();
    watch.changed();
  };
  const listener = Bun.listen<Line>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(client) {
        const line: Line = { client, server: undefined, early: [], swallowed: "nothing" };
        client.data = line;
        lines.push(line);
        void connect(line, serverPort, pass);
      },
      data({ data: line }, chunk) {
        if (line.swallowed === "both") return;
        if (line.server === undefined) line.early.push(chunk.slice());
        else line.server.write(chunk);
      },
      close: ({ data: line }) => void (line.swallowed === "nothing" && line.server?.end()),
    },
  });
  return {
    port: listener.port,
    connections: () => lines.length,
    until: (part) =>
      watch.until(
        () => answers.includes(part) || undefined,
        () => answers,
      ),
    swallow: (direction) => {
      for (const line of lines) line.swallowed = direction;
    },
    [Symbol.dispose]: () => {
      for (const { client, server } of lines) for (const end of [client, server]) end?.terminate();
      listener.stop(true);
    },
  };
}

async function connect(
  line: Line,
  port: number,
  pass: (line: Line, chunk: Uint8Array) => void,
): Promise<void> {
  line.server = await Bun.connect<Line>({
    hostname: "127.0.0.1",
    port,
    data: line,
    socket: {
      data: (_, chunk) => (line.swallowed === "nothing" ? pass(line, chunk) : undefined),
      close: () => void (line.swallowed === "nothing" && line.client.end()),
    },
  });
  for (const chunk of line.early) line.server.write(chunk);
}
