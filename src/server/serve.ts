/**
 * Puts a server together: hub, log, transports, page. Must not know flags, or what its caller prints.
 */
import { errorCode } from "../base/error-code.ts";
import { networkInterfaces } from "node:os";
import type { Logger } from "@logtape/logtape";
import type { Catalogue } from "../locale/catalogue.ts";
import { memoryLog } from "../log/memory.ts";
import type { SqliteOptions } from "../log/sqlite.ts";
import { sqliteLog } from "../log/sqlite.ts";
import type { Scheduler } from "./connection.ts";
import { descriptorLimit, doorman, placesFor } from "./doorman.ts";
import { httpApp } from "./http.ts";
import { Hub } from "./hub.ts";
import type { TcpListener } from "./tcp.ts";
import { listenTcp } from "./tcp.ts";

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The page and `/healthz`; undefined: none. */
  readonly http: HttpPlace | undefined;
  /** Where messages are kept, and for how long; undefined: only in memory. */
  readonly store: SqliteOptions | undefined;
  readonly name: string;
  readonly version: string;
  readonly language: string;
  readonly catalogue: Catalogue;
  readonly logger: Logger;
}

/** `optional`: when the port is taken, the room opens without a page, since nobody asked for that very one. */
export interface HttpPlace {
  readonly port: number;
  readonly optional: boolean;
}

export interface Server {
  readonly port: number;
  readonly httpPort: number | undefined;
  /** Says goodbye to everybody and resolves when all are gone; takes a few seconds at most. */
  stop(): Promise<void>;
}

/** A port that could not be opened; `cause` is the system's error. */
export class ListenError extends Error {
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`cannot listen on port ${port}`, { cause });
    this.port = port;
  }

  /** The system's word for what was wrong: `EADDRINUSE`, `EACCES`, … */
  get code(): string {
    return errorCode(this.cause) ?? "";
  }
}

/**
 * @throws ListenError when one of the ports cannot be opened; nothing stays open then
 * @throws StoreError when the data folder cannot be used
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { catalogue, logger, name, version, store } = options;
  const hub = new Hub({
    server: { name, version },
    wording: catalogue,
    openLog: (listener) => (store === undefined ? memoryLog(listener) : sqliteLog(store, listener)),
    scheduler,
    freshId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url"),
    logger,
    giveMemoryBack: () => Bun.gc(true),
  });
  const placesMax = placesFor(await descriptorLimit());
  const accept = doorman({ hub, wording: catalogue, scheduler, placesMax });
  let tcp: TcpListener | undefined;
  try {
    tcp = opened(options.port, () => listenTcp({ hostname: options.host, port: options.port, accept }));
    const http = startHttp(options, tcp.port, hub);
    const { port } = tcp;
    return {
      port,
      httpPort: http?.port,
      async stop() {
        tcp?.stop();
        await hub.stop();
        await http?.stop(true);
      },
    };
  } catch (error) {
    tcp?.stop();
    await hub.stop();
    throw error;
  }
}

/** The addresses under which others reach a server that listens on `host`, this machine itself last. */
export function reachableAddresses(host: string): readonly string[] {
  const wildcard = host === "0.0.0.0" || host === "::" || host === "*";
  if (!wildcard) return [host];
  const families = host === "0.0.0.0" ? ["IPv4"] : ["IPv4", "IPv6"];
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => !internal && families.includes(family))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("fe80:"));
  return [...found, "localhost"];
}

function startHttp(options: ServerOptions, roomPort: number, hub: Hub) {
  const { http, host, catalogue, language, name, version, logger } = options;
  if (http === undefined) return undefined;
  const sessionCount = () => hub.sessionCount;
  const app = httpApp({ server: { name, version }, catalogue, language, roomPort, sessionCount });
  try {
    return opened(http.port, () => Bun.serve({ hostname: host, port: http.port, fetch: app.fetch }));
  } catch (error) {
    if (!http.optional) throw error;
    logger.warning("no page: port {port} cannot be opened; choose another one with --http-port", {
      port: http.port,
    });
    return undefined;
  }
}

function opened<Listener>(port: number, open: () => Listener): Listener {
  try {
    return open();
  } catch (cause) {
    throw new ListenError(port, cause);
  }
}

const scheduler: Scheduler = {
  now: () => Date.now(),
  atTurnEnd: (callback) => void setImmediate(callback),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
