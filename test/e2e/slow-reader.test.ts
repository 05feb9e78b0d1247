/** The built executable in front of a reader that is slow, and killed: nothing that was said to it alone is lost. */
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { closeSync, constants, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fieldsOf } from "../support/fields.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { SocketClient } from "../support/socket-client.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

interface Reader {
  readonly process: Bun.Subprocess<"pipe", number, "ignore">;
  /** Takes what is in the pipe now. False at its end. */
  readonly take: () => boolean;
  readonly texts: () => readonly string[];
  readonly out: () => string;
}

/** `chat join --json` before a pipe of which nothing is taken unless it is said. */
function openReader(
  parameters: readonly string[],
  env: Readonly<Record<string, string>>,
  name: string,
): Reader {
  const path = join(stage.folder, name);
  Bun.spawnSync(["mkfifo", path]);
  const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stdout = openSync(path, constants.O_WRONLY);
  const command = [stage.binary, "join", ...parameters, "--json"];
  const process = Bun.spawn(command, { env: { ...env }, stdin: "pipe", stdout, stderr: "ignore" });
  closeSync(stdout);
  const buffer = Buffer.alloc(1 << 20);
  const decoder = new TextDecoder();
  let out = "";
  const take = (): boolean => {
    try {
      const bytes = readSync(end, buffer);
      out += decoder.decode(buffer.subarray(0, bytes), { stream: true });
      if (bytes === 0) closeSync(end);
      return bytes > 0;
    } catch {
      // EAGAIN: nothing is there now.
      return true;
    }
  };
  const texts = (): readonly string[] => {
    const events = out.split("\n").slice(0, -1).map(fieldsOf);
    const said = events.flatMap((event) => {
      if (event["event"] !== "message") return [];
      return String(event["msg"]).split(" ")[0] ?? [];
    });
    return said;
  };
  return { process, take, texts, out: () => out };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(20);
}

function seenSeq(home: Readonly<Record<string, string>>): number {
  const folder = join(home["XDG_STATE_HOME"] ?? "", "chat", "identities");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const file = files.find((name) => name.endsWith("ann.json"));
  return file === undefined ? 0 : Number(fieldsOf(readFileSync(join(folder, file), "utf8"))["mailboxSeq"]);
}

test("chat join --json that is killed before a slow reader shows every direct message, then or in the next run", async () => {
  const { port } = await stage.serve(["--data", join(stage.folder, "data")]);
  const home = stage.home();
  const place = [`ann@127.0.0.1:${port}`];
  const first = openReader(place, home, "first");
  await until(() => first.take() && first.out().includes('"state":"online"'));
  using bob = await SocketClient.enter(port, "bob");
  const count = 1_000;
  const numbers = Array.from({ length: count }, (_, index) => String(index));
  const say = async (from: number, to: number, padding: string) => {
    const some = numbers.slice(from, to);
    bob.say(...some.map((msg) => ({ type: "sendto", nickname: "ann", msg: `${msg} ${padding}` })));
    await bob.until(() => bob.frames("single").length === to);
  };
  // These fit into the pipe, so they are shown, and remembered.
  await say(0, 100, "");
  await until(() => seenSeq(home) > 1);
  // These do not. An answer to what came in after them says that they were received.
  for (let from = 100; from < count; from += 100) await say(from, from + 100, "x".repeat(300));
  void first.process.stdin.write("@bob received\n");
  await bob.until(() => bob.frames("single").some(({ msg }) => msg === "received"));
  // A client that remembers what is not shown does so within this time; one that does not may remember nothing more.
  const endMs = performance.now() + 2_500;
  await until(() => seenSeq(home) > 200 || performance.now() > endMs);
  first.process.kill("SIGKILL");
  await first.process.exited;
  while (first.take());
  expect(first.texts().length).toBeLessThan(count);
  const second = openReader(place, home, "second");
  await until(() => second.take() && second.texts().includes(String(count - 1)));
  second.process.kill("SIGKILL");
  await second.process.exited;
  const seen = new Set([...first.texts(), ...second.texts()]);
  expect(numbers.filter((number) => !seen.has(number))).toEqual([]);
});
