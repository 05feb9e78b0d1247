/**
 * A server that sends whatever it is told to, to whoever connects. By itself it only lets people in, as a v2 server does.
 */
import type { Socket } from "bun";
import * as v from "valibot";

export interface HostileServer extends Disposable {
  readonly port: number;
  /** Sends objects or bytes to everybody who is connected, as fast as they take it. */
  readonly send: (frames: string | readonly object[]) => void;
  /**
   * Sends without end, until whoever is connected hangs up. Resolves when so much was sent that it had to wait for them to
   * read.
   *
   * @param round what is sent in each round, counted from 0
   */
  readonly flood: (round: (index: number) => readonly object[]) => Promise<void>;
}

export interface HostileOptions {
  /** The answers to a request, perhaps none; undefined for what the server does by itself. */
  readonly answer?: (request: HostileRequest) => readonly object[] | undefined;
}

const requestSchema = v.looseObject({ type: v.string(), key: v.optional(v.string()) });
const frameSchema = v.pipe(v.string(), v.parseJson(), requestSchema);

export type HostileRequest = v.InferOutput<typeof requestSchema>;

interface Peer {
  /** The beginning of a request. */
  read: string;
  unsent: Uint8Array;
  /** What is sent when that is gone, without end. */
  flood?: (() => void) | undefined;
}

/** A login that lets a v2 client in. */
function welcome(nickname: unknown): object {
  const rooms = [{ room: "lobby", topic: "", members: 2, seq: 0 }];
  const server = { name: "hostile", version: "1" };
  return { type: "login", success: true, v: 2, nickname, token: "t", resumed: false, server, rooms };
}

export function openHostileServer({ answer }: HostileOptions = {}): HostileServer {
  const peers = new Map<Socket<undefined>, Peer>();

  const flush = (socket: Socket<undefined>): void => {
    const peer = peers.get(socket);
    if (peer === undefined || peer.unsent.length === 0) return;
    peer.unsent = peer.unsent.subarray(Math.max(0, socket.write(peer.unsent)));
    if (peer.unsent.length === 0) peer.flood?.();
  };
  const write = (socket: Socket<undefined>, text: string): void => {
    const peer = peers.get(socket);
    if (peer === undefined || text === "") return;
    peer.unsent = Buffer.concat([peer.unsent, Buffer.from(text)]);
    flush(socket);
  };
  const hear = (socket: Socket<undefined>, line: string): boolean => {
    const request = v.safeParse(frameSchema, line);
    if (!request.success) return false;
    const byItself = request.output.type === "login" ? [welcome(request.output["msg"])] : [];
    write(socket, textOf(answer?.(request.output) ?? byItself));
    return true;
  };

  const listener = Bun.listen<undefined>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (socket) => void peers.set(socket, { read: "", unsent: new Uint8Array() }),
      close: (socket) => void peers.delete(socket),
      drain: flush,
      data(socket, chunk) {
        const peer = peers.get(socket);
        if (peer === undefined) return;
        const lines = (peer.read + chunk.toString()).split("\n");
        // A login ends without a line break, since an old server reads it, too.
        const rest = lines.pop() ?? "";
        for (const line of lines) hear(socket, line);
        peer.read = hear(socket, rest) ? "" : rest;
      },
    },
  });
  return {
    port: listener.port,
    send: (frames) => {
      for (const socket of peers.keys()) write(socket, textOf(frames));
    },
    flood: (round) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      for (const [socket, peer] of peers) {
        startFlood(peer, (index) => {
          if (peers.has(socket)) write(socket, textOf(round(index)));
          if (peer.unsent.length > 0) resolve();
        });
      }
      return promise;
    },
    [Symbol.dispose]: () => listener.stop(true),
  };
}

/** In turns of the event loop, so that the test goes on beside it. */
function startFlood(peer: Peer, send: (index: number) => void): void {
  let index = 0;
  peer.flood = () =>
    setImmediate(() => {
      send(index);
      index += 1;
    });
  peer.flood();
}

function textOf(frames: string | readonly object[]): string {
  return typeof frames === "string" ? frames : frames.map((frame) => `${JSON.stringify(frame)}\n`).join("");
}
