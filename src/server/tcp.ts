/**
 * The TCP transport: Bun's sockets as connections.
 *
 * Two habits of the platform shape it: `write` takes what fits and no more, and `end` loses bytes that were accepted, so
 * a connection is finished with `shutdown`.
 */
import type { Socket } from "bun";
import type { Peer } from "../core/who.ts";
import { keepAliveMs } from "./limits.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";

export interface TcpOptions {
  readonly hostname: string;
  readonly port: number;
  /** Decides about a new connection: what becomes of its events. */
  readonly accept: (connection: Connection) => ConnectionEvents;
}

export interface TcpListener {
  readonly port: number;
  /** Takes no new connections; those that are open stay. */
  stop(): void;
}

/** Opens the port; throws what the system says when it cannot. */
export function listenTcp({ hostname, port, accept }: TcpOptions): TcpListener {
  const listener = Bun.listen<TcpConnection>({
    hostname,
    port,
    allowHalfOpen: true,
    socket: {
      open(socket) {
        const connection = new TcpConnection(socket);
        socket.data = connection;
        socket.setKeepAlive(true, keepAliveMs);
        connection.events = accept(connection);
      },
      data: (socket, chunk) => socket.data.events?.received(chunk),
      drain: (socket) => socket.data.events?.drained(),
      end: (socket) => socket.data.events?.ended(),
      close: (socket) => socket.data.closed(),
      error(socket, error) {
        socket.data.terminate();
        // The system's errors end a connection; any other is a defect of ours, and hiding it here would be another.
        if (!("syscall" in error)) queueMicrotask(() => throwIt(error));
      },
    },
  });
  return { port: listener.port, stop: () => listener.stop(false) };
}

class TcpConnection implements Connection {
  events: ConnectionEvents | undefined;
  readonly #socket: Socket<TcpConnection>;
  #closed = false;

  constructor(socket: Socket<TcpConnection>) {
    this.#socket = socket;
  }

  get peer(): Peer {
    const { remoteAddress, remotePort } = this.#socket;
    return { address: `${remoteAddress}:${remotePort}`, transport: "tcp", encrypted: false };
  }

  write(bytes: Uint8Array): number {
    const taken = this.#closed ? -1 : this.#socket.write(bytes);
    return taken < 0 ? bytes.length : taken;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  finish(): void {
    this.#socket.shutdown();
  }

  terminate(): void {
    this.#socket.terminate();
    this.closed();
  }

  /** Once, whichever of the platform's calls comes first. */
  closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.events?.closed();
  }
}

function throwIt(error: Error): never {
  throw error;
}
