/** `chat serve`: opens a room. Turns flags into the server's options; must not know how a server works. */
import type { ServeTexts } from "../locale/catalogue.ts";
import { languages } from "../locale/language.ts";
import { hostCharactersMax } from "./limits.ts";
import { portDefault, serverNameCharactersMax } from "../protocol/limits.ts";
import { httpPortDefault } from "../server/limits.ts";
import { StoreError } from "../base/store-error.ts";
import { logFormats, logLevels, startLogging } from "../server/logging.ts";
import type { HttpListenOptions, Server, ServerOptions } from "../server/serve.ts";
import { ListenError, reachableAddresses, startServer } from "../server/serve.ts";
import { version } from "../base/version.ts";
import type { Command, Context, Given } from "./command.ts";
import { exitCodes } from "./command.ts";
import { choiceFlag, countFlag, durationFlag, portFlag, switchFlag, textFlag } from "./flag.ts";
import { refuseBoth } from "./refusal.ts";
import { searchProcessLine } from "./search-process.ts";
import { dataFlag, roomFolder, storeSentence, upgradeTeller } from "./store.ts";

const flags = {
  port: portFlag({ name: "port", text: "port", fallback: portDefault }),
  host: textFlag({
    name: "host",
    text: "host",
    takes: "ADDRESS",
    fallback: "0.0.0.0",
    charactersMax: hostCharactersMax,
  }),
  name: textFlag({
    name: "name",
    text: "name",
    takes: "NAME",
    fallback: "chat",
    charactersMax: serverNameCharactersMax,
  }),
  language: choiceFlag({ name: "lang", text: "lang", fallback: undefined }, languages),
  logLevel: choiceFlag({ name: "log-level", text: "logLevel", fallback: "info" as const }, logLevels),
  logFormat: choiceFlag({ name: "log-format", text: "logFormat", fallback: "text" as const }, logFormats),
  httpPort: portFlag({ name: "http-port", text: "httpPort", fallback: httpPortDefault }),
  noHttp: switchFlag({ name: "no-http", text: "noHttp" }),
  data: dataFlag,
  memory: switchFlag({ name: "memory", text: "memory" }),
  keep: durationFlag({ name: "keep", text: "keep", fallback: undefined }),
  keepMessages: countFlag({ name: "keep-messages", text: "keepMessages", fallback: undefined }),
};

export const serveCommand: Command = {
  name: "serve",
  summary: (usage) => usage.serve,
  positionals: [],
  flags: Object.values(flags),
  outlivesTerminal: true,
  run: serve,
};

/** Opens the room, says how to join it, and closes it when asked to end. */
async function serve(given: Given, context: Context): Promise<number> {
  if (given.getTyped(flags.memory) === true && given.getTyped(flags.data) !== undefined)
    return refuseBoth(context, "chat serve", ["--memory", "--data"]);
  try {
    return await openRoom(serverOptions(given, context), context);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    context.stderr.write(`${storeSentence(error, context.catalogue)}\n`);
    return exitCodes.failed;
  }
}

/** @throws StoreError if the data folder cannot be used */
async function openRoom(options: ServerOptions, context: Context): Promise<number> {
  const texts = context.catalogue.serve;
  try {
    const server = await startServer(options);
    context.stdout.write(invitation(options, server, texts));
    await aborted(context.signal);
    context.stdout.write(`${texts.stopping}\n`);
    await server.stop();
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    context.stderr.write(`${listenProblem(error, options.host, texts)}\n`);
    return exitCodes.failed;
  }
}

function serverOptions(given: Given, context: Context): ServerOptions {
  const { catalogue, language, stderr } = context;
  const write = (line: string) => void stderr.write(line);
  return {
    // IPv6 stands in brackets wherever a port can follow, so people write them here, too.
    host: given.get(flags.host).replace(/^\[(.*)\]$/, "$1"),
    port: given.get(flags.port),
    http: given.get(flags.noHttp) ? undefined : httpOptions(given),
    store: storeOptions(given, context),
    name: given.get(flags.name),
    version,
    language,
    catalogue,
    logger: startLogging({ level: given.get(flags.logLevel), format: given.get(flags.logFormat), write }),
  };
}

/** Who names a port for the page wants it there; the default one may be left out when it is taken. */
function httpOptions(given: Given): HttpListenOptions {
  return { port: given.get(flags.httpPort), optional: !given.isGiven(flags.httpPort) };
}

/** Any free port is another one next time, so without a folder there is nothing that the room could come back to. */
function storeOptions(given: Given, context: Context): ServerOptions["store"] {
  const named = given.get(flags.data);
  const port = given.get(flags.port);
  if (given.get(flags.memory) || (named === undefined && port === 0)) return undefined;
  const folder = named ?? roomFolder(context.environment, port);
  return {
    folder,
    searchCommand: searchProcessLine(context.program, folder),
    retention: { ageMsMax: given.get(flags.keep), entriesMax: given.get(flags.keepMessages) },
    upgrading: upgradeTeller(folder, context.catalogue, {
      print: (line) => void context.stderr.write(`${line}\n`),
      now: () => performance.now(),
    }),
  };
}

/** What `chat serve` prints once it listens: the commands that join, the page, where messages are stored. */
export function invitation(
  options: Pick<ServerOptions, "host" | "http" | "name" | "store">,
  server: Pick<Server, "port" | "httpPort">,
  texts: ServeTexts,
): string {
  const addresses = reachableAddresses(options.host).map((host) => (host.includes(":") ? `[${host}]` : host));
  const [address = ""] = addresses;
  const port = server.port === portDefault ? "" : `:${server.port}`;
  const joins = addresses.map((address) => `  chat join ${address}${port}`);
  const kept = options.store === undefined ? texts.keptInMemory : texts.keptIn(options.store.folder);
  return [
    texts.listening(options.name),
    texts.joinWith,
    ...joins,
    ...pageLine(options.http, server, { texts, address }),
    kept,
    texts.stopHint,
    "",
  ].join("\n");
}

/**
 * Where the page is, or that the default port of it could not be opened.
 *
 * @param address as it stands in a URL
 */
function pageLine(
  http: ServerOptions["http"],
  { httpPort }: Pick<Server, "httpPort">,
  { texts, address }: { readonly texts: ServeTexts; readonly address: string },
): readonly string[] {
  if (http === undefined) return [];
  return [httpPort === undefined ? texts.noPage(http.port) : texts.pageAt(`http://${address}:${httpPort}/`)];
}

function listenProblem(error: ListenError, host: string, texts: ServeTexts): string {
  const flag = `--${error.purpose === "chat" ? flags.port.name : flags.httpPort.name}`;
  switch (error.code) {
    case "EADDRINUSE":
      return texts.portTaken(error.port, flag);
    case "EACCES":
    case "EPERM":
      return texts.portForbidden(error.port, flag);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    // Of a name that nobody knows Bun says no code.
    case "":
      return texts.hostUnusable(host);
    default:
      return texts.listenFailed(error.code);
  }
}

/** Resolves when the program shall end. */
function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
