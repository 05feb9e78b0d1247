/** Puts a server together: hub, log, transports, page. */
import { errorCode } from "../base/error-code.ts";
import { networkInterfaces } from "node:os";
import type { Logger } from "@logtape/logtape";
import type { Catalogue } from "../locale/catalogue.ts";
import type { Log, LogListener } from "../log/log.ts";
import type { Searcher } from "../log/searcher.ts";
import { storeProblemQuietMs } from "./limits.ts";
import { SearchProcess } from "./search-process.ts";
import { memoryLog } from "../log/memory.ts";
import type { SqliteOptions } from "../log/sqlite.ts";
import { sqliteLog } from "../log/sqlite.ts";
import { JsonCodec } from "../protocol/json-codec.ts";
import type { Scheduler } from "./scheduler.ts";
import { admission, descriptorLimit, sessionsFor } from "./admission.ts";
import { httpApp } from "./http.ts";
import type { HttpOptions } from "./http.ts";
import { Hub } from "./hub.ts";
import type { TcpListener, TcpOptions } from "./tcp.ts";
import { listenTcp } from "./tcp.ts";

export type { UpgradeProgress } from "../log/upgrade.ts";

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The page and `/healthz`; undefined: none. */
  readonly http: HttpListenOptions | undefined;
  /** Where and how long messages are kept; undefined: in memory only. */
  readonly store: StoreOptions | undefined;
  readonly name: string;
  readonly version: string;
  readonly language: string;
  readonly catalogue: Catalogue;
  readonly logger: Logger;
}

export interface StoreOptions extends Omit<SqliteOptions, "openSearcher" | "searchFailed"> {
  /** The command that starts the search process; undefined: search runs in this one. */
  readonly searchCommand?: readonly string[] | undefined;
}

/**
 * `optional`: the port was not asked for explicitly, so the server starts without the page if it cannot be opened.
 */
export interface HttpListenOptions {
  readonly port: number;
  readonly optional: boolean;
}

export interface Server {
  readonly port: number;
  readonly httpPort: number | undefined;
  /** Says goodbye to all sessions and resolves when they are closed. */
  stop(): Promise<void>;
}

export type PortPurpose = "chat" | "http";

/** A port could not be opened; `cause` is the system's error. */
export class ListenError extends Error {
  readonly port: number;
  /** Which of the server's two ports it is. */
  readonly purpose: PortPurpose;

  constructor(port: number, purpose: PortPurpose, cause: unknown) {
    super(`cannot listen on port ${port}`, { cause });
    this.port = port;
    this.purpose = purpose;
  }

  /** The system's error code: `EADDRINUSE`, `EACCES`, … */
  get code(): string {
    return errorCode(this.cause) ?? "";
  }
}

/**
 * Opens the ports first, then the data folder: if another server uses both, the port is the problem that a person can
 * act on. All in one tick, so no connection comes before the hub exists.
 *
 * @throws ListenError if one of the ports cannot be opened; nothing stays open then
 * @throws StoreError if the data folder cannot be used
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { catalogue, logger, name, version, store } = options;
  const connectionsMax = sessionsFor(await descriptorLimit());
  const ports = openPorts(options, {
    accept: (connection) => accept(connection),
    sessionCount: () => hub.sessionCount,
    stores: () => hub.storeHealth.isWorking,
  });
  const hub = orClose(ports, () => {
    return new Hub({
      server: { name, version },
      wording: catalogue,
      openLog: store === undefined ? memoryLog : (listener) => openStore(store, logger, listener),
      scheduler,
      freshId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url"),
      logger,
      collectGarbage: () => Bun.gc(true),
    });
  });
  const accept = admission({ hub, newCodec: () => new JsonCodec(catalogue), scheduler, connectionsMax });
  return {
    port: ports.tcp.port,
    httpPort: ports.http?.port,
    async stop() {
      ports.tcp.stop();
      await hub.stop();
      await ports.http?.stop(true);
    },
  };
}

function openStore({ searchCommand, ...store }: StoreOptions, logger: Logger, listener: LogListener): Log {
  let quietUntil = Number.NEGATIVE_INFINITY;
  const searchFailed = (cause: unknown): void => {
    const now = scheduler.monotonic();
    if (now < quietUntil) return;
    quietUntil = now + storeProblemQuietMs;
    logger.warn("search failed: {cause}", { cause });
  };
  const options = { ...store, clock: scheduler };
  if (searchCommand === undefined) return sqliteLog({ ...options, searchFailed }, listener);
  const openSearcher = (unindexed: Pick<Searcher, "search">): Searcher =>
    new SearchProcess({ command: searchCommand, unindexed, failed: searchFailed });
  return sqliteLog({ ...options, openSearcher }, listener);
}

/** The addresses at which others can reach a server that listens on `host`, with localhost last. */
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

interface Ports {
  readonly tcp: TcpListener;
  readonly http: Bun.Server<undefined> | undefined;
}

/** What the ports use of the hub, which opens after them. */
interface HubAccess extends Pick<HttpOptions, "sessionCount" | "stores"> {
  readonly accept: TcpOptions["accept"];
}

function openPorts(options: ServerOptions, hub: HubAccess): Ports {
  const { host, port } = options;
  const tcp = opened(port, "chat", () => listenTcp({ hostname: host, port, accept: hub.accept }));
  return { tcp, http: orClose({ tcp, http: undefined }, () => startHttp(options, tcp.port, hub)) };
}

function startHttp(
  options: ServerOptions,
  chatPort: number,
  { sessionCount, stores }: HubAccess,
): Ports["http"] {
  const { http, host, catalogue, language, name, version } = options;
  if (http === undefined) return undefined;
  const app = httpApp({ server: { name, version }, catalogue, language, chatPort, sessionCount, stores });
  const open = () => Bun.serve({ hostname: host, port: http.port, fetch: app.fetch });
  try {
    return opened(http.port, "http", open);
  } catch (error) {
    if (http.optional && error instanceof ListenError) return undefined;
    throw error;
  }
}

function opened<Listener>(port: number, purpose: PortPurpose, open: () => Listener): Listener {
  try {
    return open();
  } catch (cause) {
    throw new ListenError(port, purpose, cause);
  }
}

/** Closes the ports if what comes after them fails. */
function orClose<Value>({ tcp, http }: Ports, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    tcp.stop();
    void http?.stop(true);
    throw error;
  }
}

const scheduler: Scheduler = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  atTurnEnd: (callback) => void setImmediate(callback),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
