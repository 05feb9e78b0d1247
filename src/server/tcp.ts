/**
 * The TCP transport: Bun's sockets as connections.
 *
 * Two properties of Bun's sockets shape it: `write` accepts what fits and no more, and `end` loses bytes that were
 * accepted, so a connection is finished with `shutdown`.
 */
import type { Socket } from "bun";
import type { Peer } from "../core/who.ts";
import { keepAliveMs } from "./limits.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";

export interface TcpOptions {
  readonly hostname: string;
  readonly port: number;
  /** Called for a new connection; returns what handles its events. */
  readonly accept: (connection: Connection) => ConnectionEvents;
}

export interface TcpListener {
  readonly port: number;
  /** Stops accepting connections; open ones stay. */
  stop(): void;
}

/** Opens the port, or throws the system's error. */
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
        // An error of the system ends the connection. Any other is a bug of ours and must not be swallowed.
        if (!("syscall" in error)) queueMicrotask(() => throwIt(error));
      },
    },
  });
  return { port: listener.port, stop: () => listener.stop(false) };
}

/** Reads the address from the socket on demand, to keep idle sessions small. */
class TcpPeer implements Peer {
  readonly #socket: Socket<TcpConnection>;

  constructor(socket: Socket<TcpConnection>) {
    this.#socket = socket;
  }

  get address(): string {
    const { remoteAddress, remotePort } = this.#socket;
    return `${remoteAddress}:${remotePort}`;
  }

  get transport(): string {
    return "tcp";
  }

  get encrypted(): boolean {
    return false;
  }
}

class TcpConnection implements Connection {
  events: ConnectionEvents | undefined;
  readonly #socket: Socket<TcpConnection>;
  #closed = false;

  constructor(socket: Socket<TcpConnection>) {
    this.#socket = socket;
  }

  get peer(): Peer {
    return new TcpPeer(this.#socket);
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

  /** Once, whichever of the socket's callbacks comes first. */
  closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.events?.closed();
  }
}

function throwIt(error: Error): never {
  throw error;
}
