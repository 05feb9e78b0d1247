/** A whole server on a free port of this machine, for tests with real sockets. */
import { getLogger } from "@logtape/logtape";
import { en } from "../../src/locale/en.ts";
import type { ServerOptions } from "../../src/server/serve.ts";
import { startServer } from "../../src/server/serve.ts";

export async function openServer(options: Partial<ServerOptions> = {}) {
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    http: undefined,
    store: undefined,
    name: "Tea room",
    version: "1.0",
    language: "en",
    catalogue: en,
    // Nobody has configured it, so it is silent.
    logger: getLogger("test"),
    ...options,
  });
  return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}
