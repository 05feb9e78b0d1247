/** The examples of PROTOCOL.md, each block against a server of its own: what stands there is what happens. */
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { startLogging } from "../../src/server/logging.ts";
import type { Server } from "../../src/server/serve.ts";
import { startServer } from "../../src/server/serve.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

const documentUrl = new URL("../../src/protocol/PROTOCOL.md", import.meta.url);
const text = await Bun.file(documentUrl).text();
const blocks = Array.from(text.matchAll(/^## (.*)$|^```transcript\n([^]*?)^```$/gm));

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe("PROTOCOL.md", () => {
  let heading = "";
  let count = 0;
  for (const [, title, transcript] of blocks) {
    if (title !== undefined) heading = title;
    if (transcript === undefined) continue;
    count += 1;
    test(`block ${count}, under "${heading}", is what a server does`, () => play(transcript));
  }

  test("has blocks that are played", () => expect(count).toBeGreaterThanOrEqual(5));
});

async function play(transcript: string): Promise<void> {
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    http: undefined,
    store: undefined,
    name: "chat",
    version: "0",
    language: "en",
    catalogue: en,
    logger: startLogging({ level: "error", format: "text", write: () => undefined }),
  });
  closers.push(() => server.stop());
  const people = new Map<string, Person>();
  for (const line of transcript.trim().split("\n")) {
    const [, name = "", sign, json = ""] = /^(\w+)([<>]) (.*)$/.exec(line) ?? [];
    const person = people.get(name) ?? (await connect(server));
    people.set(name, person);
    if (sign === ">") person.send(`${json}\n`);
    else expect(matches(JSON.parse(json), await person.next()), line).toEqual([]);
  }
}

interface Person {
  readonly send: (line: string) => void;
  readonly next: () => Promise<unknown>;
}

async function connect(server: Server): Promise<Person> {
  const frames: unknown[] = [];
  let arrived = Promise.withResolvers<void>();
  let buffer = "";
  const decoder = new TextDecoder();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: server.port,
    socket: {
      data(_, chunk) {
        buffer += decoder.decode(chunk, { stream: true });
        buffer = buffer.replace(/^Welcome[^\n]*\n/, "");
        for (let end = wholeFrame(buffer); end > 0; end = wholeFrame(buffer)) {
          frames.push(JSON.parse(buffer.slice(0, end)));
          buffer = buffer.slice(end).trimStart();
        }
        arrived.resolve();
      },
    },
  });
  closers.push(() => socket.terminate());
  const next = async (): Promise<unknown> => {
    while (frames.length === 0) {
      await arrived.promise;
      if (frames.length === 0) arrived = Promise.withResolvers();
    }
    return frames.shift();
  };
  return { send: (line) => void socket.write(line), next };
}

/** Where the first frame ends: at a line's end in v2, after 1,024 bytes in classic. 0: not yet. */
function wholeFrame(buffer: string): number {
  const lineEnd = buffer.indexOf("\n") + 1;
  return lineEnd > 0
    ? lineEnd
    : Buffer.byteLength(buffer) >= 1024
      ? Buffer.from(buffer).subarray(0, 1024).toString().length
      : 0;
}

/** The paths at which what came differs from what is written. */
function matches(written: unknown, came: unknown, path = ""): readonly string[] {
  if (written === "…" && came !== undefined) return [];
  if (typeof written !== "object" || written === null || typeof came !== "object" || came === null)
    return Object.is(written, came) ? [] : [`${path}: ${JSON.stringify(came)}`];
  const fields = new Map(Object.entries(came));
  const extra =
    Array.isArray(written) && fields.size !== written.length ? [`${path}: ${fields.size} items`] : [];
  return [
    ...extra,
    ...Object.entries(written).flatMap(([key, value]) => matches(value, fields.get(key), `${path}.${key}`)),
  ];
}
