/** A TCP proxy on the loopback that cuts its first connections after an exact number of bytes in one direction. */
import type { Socket } from "bun";

export type Direction = "toServer" | "toClient";

export interface Cut {
  readonly direction: Direction;
  /** How many bytes pass before. */
  readonly bytes: number;
  /** How many connections are cut there; later ones pass. */
  readonly connections: number;
  /** With a reset instead of an orderly end. */
  readonly resets: boolean;
}

export interface CuttingProxy extends Disposable {
  readonly port: number;
  /** Connections that were cut so far. */
  readonly cuts: () => number;
  /** The bytes of the longest connection, in each direction. */
  readonly bytes: () => Readonly<Record<Direction, number>>;
}

/** One connection: both of its ends, and what passed. */
interface Line {
  readonly number: number;
  readonly client: Socket<Line>;
  /** Undefined until it is open. */
  server: Socket<Line> | undefined;
  readonly early: Uint8Array[];
  readonly passed: Record<Direction, number>;
  isCut: boolean;
}

/** @param cut undefined: everything passes */
export function openCuttingProxy(serverPort: number, cut: Cut | undefined): CuttingProxy {
  const lines: Line[] = [];
  let cuts = 0;
  const pass = (line: Line, direction: Direction, chunk: Uint8Array): void => {
    if (line.isCut) return;
    const isChosen = cut !== undefined && cut.direction === direction && line.number < cut.connections;
    const left = isChosen ? cut.bytes - line.passed[direction] : Infinity;
    const part = chunk.subarray(0, Math.max(0, left));
    line.passed[direction] += part.length;
    (direction === "toServer" ? line.server : line.client)?.write(part);
    if (!isChosen || chunk.length < left) return;
    cuts += 1;
    hangUp(line, cut.resets);
  };
  const listener = Bun.listen<Line>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(client) {
        const passed = { toServer: 0, toClient: 0 };
        const line = { number: lines.length, client, server: undefined, early: [], passed, isCut: false };
        client.data = line;
        lines.push(line);
        void connect(line, serverPort, pass).catch(() => hangUp(line, false));
      },
      data({ data: line }, chunk) {
        if (line.server === undefined) line.early.push(chunk.slice());
        else pass(line, "toServer", chunk);
      },
      close: ({ data: line }) => hangUp(line, false),
      error: ({ data: line }) => hangUp(line, false),
    },
  });
  const longest = (direction: Direction) => Math.max(0, ...lines.map(({ passed }) => passed[direction]));
  return {
    port: listener.port,
    cuts: () => cuts,
    bytes: () => ({ toServer: longest("toServer"), toClient: longest("toClient") }),
    [Symbol.dispose]: () => {
      for (const line of lines) hangUp(line, true);
      listener.stop(true);
    },
  };
}

async function connect(
  line: Line,
  port: number,
  pass: (line: Line, direction: Direction, chunk: Uint8Array) => void,
): Promise<void> {
  const server = await Bun.connect<Line>({
    hostname: "127.0.0.1",
    port,
    data: line,
    socket: {
      data: (_, chunk) => pass(line, "toClient", chunk),
      close: () => hangUp(line, false),
      error: () => hangUp(line, false),
    },
  });
  line.server = server;
  if (line.isCut) return server.terminate();
  for (const chunk of line.early) pass(line, "toServer", chunk);
}

function hangUp(line: Line, resets: boolean): void {
  if (line.isCut) return;
  line.isCut = true;
  for (const end of [line.client, line.server])
    if (resets) end?.terminate();
    else end?.end();
}
