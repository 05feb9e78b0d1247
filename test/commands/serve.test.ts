/** `chat serve`, run inside this process: what it says, and how it ends. */
import { afterAll, afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { chat } from "../../src/commands/chat.ts";
import { invitation } from "../../src/commands/serve.ts";
import { fr } from "../../src/locale/fr.ts";
import { portDefault } from "../../src/protocol/limits.ts";
import { httpPortDefault } from "../../src/server/limits.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { SocketClient } from "../support/socket-client.ts";
import { StoreFolders, databaseIn, openStore, textsOf } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const local = ["serve", "--host", "127.0.0.1", "--log-level", "error"];
const folder = mkdtempSync(join(tmpdir(), "chat-serve-"));
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

afterAll(() => rmSync(folder, { recursive: true }));

function start(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  // Its terminal is gone already, which is nothing to a server.
  const signals = { signal: stop.signal, hangup: AbortSignal.abort() };
  const code = chat([...local, ...parameters], { environment, stdin, stdout, stderr, ...signals });
  closers.push(() => (stop.abort(), code));
  const said = new Promise<string>((resolve) => stdout.once("data", (chunk) => resolve(String(chunk))));
  return { code, said, stdout, stderr, stop };
}

/** The port of a server that is open. */
async function portOf({ said }: ReturnType<typeof start>): Promise<string> {
  return /chat join 127\.0\.0\.1:(\d+)/.exec(await said)?.[1] ?? "";
}

/** A port that something else uses. */
async function takenPort(port = 0): Promise<number> {
  const other = createServer();
  closers.push(() => other.close());
  return new Promise((resolve) => {
    // Then somebody else has it, which is as well.
    other.on("error", () => resolve(port));
    other.listen(port, "127.0.0.1", () => {
      const address = other.address();
      resolve(address !== null && typeof address === "object" ? address.port : 0);
    });
  });
}

test("serve says how to join, and ends well when asked to", async () => {
  const server = start(["--port", "0", "--no-http", "--name", "Hall"]);
  const said = await server.said;
  server.stop.abort();
  expect(said).toContain("Hall");
  expect(said).toMatch(/^ {2}chat join 127\.0\.0\.1:\d+$/m);
  expect(await server.code).toBe(0);
});

test("serve ends when everybody has had the goodbye, and keeps what they said in a named folder, on any port", async () => {
  const folders = new StoreFolders();
  const data = folders.fresh();
  const server = start(["--port", "0", "--data", data, "--no-http"]);
  const socket = connect(Number(await portOf(server)), "127.0.0.1");
  closers.push(() => socket.destroy());
  const events: string[] = [];
  const stored = Promise.withResolvers<void>();
  let received = "";
  socket.on("data", (chunk) => {
    received += String(chunk);
    if (received.includes('"key":"k"')) stored.resolve();
  });
  socket.on("end", () => events.push(received.includes('"shutting_down"') ? "goodbye" : received));
  const requests = [
    { type: "login", msg: "ann", v: 2 },
    { type: "broadcast", msg: "kept", key: "k" },
  ];
  socket.write(requests.map((request) => JSON.stringify(request)).join("\n"));
  await stored.promise;
  server.stop.abort();
  events.push(`code ${await server.code}`);
  expect(events).toEqual(["goodbye", "code 0"]);
  {
    using store = openStore(data);
    expect(textsOf(store.log)).toEqual(["kept"]);
  }
  folders.remove();
});

test("serve says that it closes before anybody who is connected hears of it", async () => {
  const server = start(["--port", "0", "--no-http"]);
  using ann = await SocketClient.enter(Number(await portOf(server)), "ann");
  let said = "";
  server.stdout.on("data", (chunk) => (said += String(chunk)));
  server.stop.abort();
  await ann.until(() => ann.text.includes("shutting_down"));
  expect(said).toBe(`${en.serve.stopping}\n`);
});

test("serve says in one sentence that a port is taken", async () => {
  const port = await takenPort();
  const { code, stderr } = start(["--port", String(port), "--no-http"]);
  expect(await code).toBe(1);
  expect(String(stderr.read())).toStartWith(
    `Port ${port} is in use already. Choose another one with --port,`,
  );
});

test("serve speaks of the port when a second one is started like the first, and not of the folder", async () => {
  const data = ["--data", join(folder, "same"), "--no-http"];
  const port = await portOf(start(["--port", "0", ...data]));
  const second = start(["--port", port, ...data]);
  expect(await second.code).toBe(1);
  expect(String(second.stderr.read())).toStartWith(`Port ${port} is in use already.`);
});

test("serve speaks of the folder when only that is in use, and leaves no port open", async () => {
  const data = ["--data", join(folder, "other"), "--no-http"];
  await portOf(start(["--port", "0", ...data]));
  // Another program may take a port while it is free; it does not do so each time.
  for (let tries = 0; tries < 5; tries += 1) {
    const port = await takenPort();
    await closers.pop()?.();
    const second = start(["--port", String(port), ...data]);
    expect(await second.code).toBe(1);
    const reason = String(second.stderr.read());
    if (reason.startsWith(`Port ${port} is in use`)) continue;
    expect(reason).toStartWith(`Another chat serve is using ${join(folder, "other")}.`);
    const third = start(["--port", String(port), "--no-http", "--memory"]);
    if ((await Promise.race([third.said, third.code])) === 1) continue;
    return expect(await portOf(third)).toBe(String(port));
  }
  throw new Error("no port was free");
});

test.each([
  ["a flag", ["--http-port"], {}],
  ["a variable", [], { CHAT_HTTP_PORT: "" }],
] as const)("serve refuses a page port that is taken and named by %s", async (_, flags, environment) => {
  for (const port of [await takenPort(), await takenPort(httpPortDefault)]) {
    const variables = Object.fromEntries(Object.keys(environment).map((name) => [name, String(port)]));
    const { code, stderr } = start(
      ["--port", "0", ...flags.flatMap((flag) => [flag, String(port)])],
      variables,
    );
    expect(await code).toBe(1);
    expect(String(stderr.read())).toBe(
      `Port ${port} is in use already. Choose another one with --http-port, or stop what is using it.\n`,
    );
  }
});

test("serve opens without a page when the default port is taken, and says so", async () => {
  await takenPort(httpPortDefault);
  expect(await start(["--port", "0", "--lang", "fr"]).said).toContain(fr.serve.noPage(httpPortDefault));
});

test("serve says in one sentence that its data is damaged", async () => {
  const folders = new StoreFolders();
  const data = folders.fresh();
  openStore(data)[Symbol.dispose]();
  {
    using database = databaseIn(data);
    database.run("DROP TABLE records");
  }
  const { code, stderr } = start(["--port", "0", "--data", data, "--no-http"]);
  expect(await code).toBe(1);
  expect(String(stderr.read())).toBe(`${en.store.damaged(data)}\n`);
  folders.remove();
});

const page = { port: 8080, optional: true } as const;

test.each([
  [
    "the default port, which chat join takes by itself",
    "tea.example",
    portDefault,
    "  chat join tea.example",
  ],
  ["another port", "tea.example", portDefault + 1, `  chat join tea.example:${portDefault + 1}`],
  ["the default port of an IPv6 address", "2001:db8::1", portDefault, "  chat join [2001:db8::1]"],
  ["another port of an IPv6 address", "2001:db8::1", 9, "  chat join [2001:db8::1]:9"],
])("invitation says how to join %s", (_, host, port, line) => {
  const options = { host, http: undefined, name: "Hall", store: undefined };
  const lines = invitation(options, { port, httpPort: undefined }, en.serve).split("\n");
  expect(lines).toContain(line);
  expect(lines).toContain(en.serve.keptInMemory);
});

test.each([
  ["where the page is", "tea.example", 8081, en.serve.pageAt("http://tea.example:8081/")],
  [
    "where the page is at an IPv6 address",
    "2001:db8::1",
    8081,
    en.serve.pageAt("http://[2001:db8::1]:8081/"),
  ],
  ["that there is no page", "tea.example", undefined, en.serve.noPage(page.port)],
])("invitation says %s", (_, host, httpPort, line) => {
  const options = { host, http: page, name: "Hall", store: { folder: "/data" } };
  const lines = invitation(options, { port: 9, httpPort }, en.serve).split("\n");
  expect(lines).toContain(line);
  expect(lines).toContain(en.serve.keptIn("/data"));
});
