/** The built executable between pipes, while the server is killed and comes back: nothing lost, nothing twice. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { fieldsOf } from "../support/fields.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openOldServer } from "../support/old-server.ts";
import { Program } from "../support/program.ts";
import type { OpenRoom } from "../support/stage.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
let shell: Program | undefined;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(async () => {
  await shell?.close();
  shell = undefined;
  await stage.close();
});

const open = (port = 0): Promise<OpenRoom> => stage.serve(["--data", join(stage.folder, "data")], { port });

/** The server dies without a word, and is there again under the same port. */
async function restart({ program, port }: OpenRoom): Promise<OpenRoom> {
  program.signal("SIGKILL");
  await program.ended();
  return open(port);
}

async function exported(...parameters: readonly string[]): Promise<readonly unknown[]> {
  const run = stage.run(["export", "--data", join(stage.folder, "data"), ...parameters]);
  expect(await run.ended()).toBe(0);
  return texts(run.out);
}

/** A script in which `$0` is the executable, and `$1` where the room is. */
function shellOf(script: string, port: number): Program {
  const environment = { PATH: process.env["PATH"] ?? "", HOME: stage.folder, LANG: "en_US.UTF-8" };
  shell = new Program(["bash", "-c", script, stage.binary, `127.0.0.1:${port}`], {
    folder: stage.folder,
    environment,
  });
  return shell;
}

const texts = (out: string): readonly unknown[] =>
  out
    .split("\n")
    .slice(0, -1)
    .map((line) => fieldsOf(line)["msg"]);

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

describe("chat send, tail and export", () => {
  test("lose nothing and repeat nothing while the server is killed", async () => {
    let room = await open();
    const address = `127.0.0.1:${room.port}`;
    const tail = stage.run(["tail", `reader@${address}`, "--room", "tea", "--json", "--since", "all"]);
    const send = stage.run(["send", `writer@${address}`, "--room", "tea"]);
    for (const from of [1, 101, 201]) {
      send.write(linesOf(numbers(from, from + 99)));
      await tail.until(new RegExp(`"msg":"${from + 9}"`));
      room = await restart(room);
    }
    send.write(linesOf(numbers(301, 310)));
    send.closeInput();
    expect(await send.ended()).toBe(0);
    await tail.until(/"msg":"310"/);
    tail.signal("SIGINT");
    expect(await tail.ended()).toBe(0);
    expect(texts(tail.out)).toEqual(numbers(1, 310));
    expect(await exported("--room", "tea")).toEqual(numbers(1, 310));
  });

  test("carry ten thousand lines from one pipe to another", async () => {
    const { port } = await open();
    const lines = numbers(1, 10_000);
    const send = stage.run(["send", `127.0.0.1:${port}`], { input: linesOf(lines) });
    expect(await send.ended()).toBe(0);
    const history = stage.run(["history", `127.0.0.1:${port}`, "--since", "all", "--json"]);
    expect(await history.ended()).toBe(0);
    expect(texts(history.out)).toEqual(lines);
    expect(await exported()).toEqual(lines);
  });

  test("goes on in the logs of another server, where the seqs mean nothing", async () => {
    const { port, program } = await stage.serve();
    await stage.run(["send", `ann@127.0.0.1:${port}`], { input: "a\nb\nc\n" }).ended();
    const tail = stage.run(["tail", `reader@127.0.0.1:${port}`, "--json"]);
    await tail.until(/"msg":"c"/);
    program.signal("SIGKILL");
    await program.ended();
    await stage.serve([], { port });
    await stage.run(["send", `ann@127.0.0.1:${port}`, "d"]).ended();
    await tail.until(/"msg":"d"/);
    tail.signal("SIGTERM");
    expect(await tail.ended()).toBe(0);
    expect(texts(tail.out)).toEqual(["a", "b", "c", "d"]);
  });
});

describe("chat send", () => {
  test("takes its lines from a file, from nothing and from a closed input", async () => {
    const { port } = await open();
    await Bun.write(join(stage.folder, "lines"), linesOf(numbers(1, 3_000)));
    for (const input of ["<lines", "</dev/null", "<&-"]) {
      const send = shellOf(`"$0" send "$1" ${input}`, port);
      expect(await send.ended()).toBe(0);
      expect(send.error).toBe("");
      await send.close();
    }
    expect(await exported()).toEqual(numbers(1, 3_000));
  });

  test.each([
    ["send", "<.", "The input is a folder; give it a file.\n"],
    ["send --whole", "<.", "The input is a folder; give it a file.\n"],
    ["send", "0>written", "The input cannot be read: EBADF.\n"],
    ["join --plain --nick ann", "<.", "The input is a folder; give it a file.\n"],
    ["join --plain --nick ann", "0>written", "The input cannot be read: EBADF.\n"],
  ])("chat %s %s says what is wrong with its input", async (command, input, sentence) => {
    const { port } = await open();
    const [name = "", ...flags] = command.split(" ");
    const run = shellOf(`"$0" ${name} "$1" ${flags.join(" ")} ${input}`, port);
    expect(await run.ended()).toBe(1);
    expect(run.error).toContain(sentence);
    expect(await exported()).toEqual([]);
  });

  test("takes typed lines until the end of the input is typed", async () => {
    const { port } = await open();
    const send = stage.show([stage.binary, "send", `ann@127.0.0.1:${port}`]);
    const tail = stage.run(["tail", `reader@127.0.0.1:${port}`, "--json", "--since", "all"]);
    for (const line of ["one", "two"]) {
      send.type(`${line}\r`);
      await tail.until(new RegExp(`"msg":"${line}"`));
    }
    send.type("\x04");
    expect(await send.ended()).toBe(0);
    expect(await exported()).toEqual(["one", "two"]);
  });

  test("ends when it is told to, although its input goes on", async () => {
    const { port } = await open();
    const send = stage.run(["send", `ann@127.0.0.1:${port}`]);
    const tail = stage.run(["tail", `reader@127.0.0.1:${port}`, "--json", "--since", "all"]);
    send.write("one\n");
    await tail.until(/"msg":"one"/);
    send.signal("SIGTERM");
    expect(await send.ended()).toBe(1);
    expect(send.error).toBe("It was stopped before all of the input was sent.\n");
  });

  test("reads no more than it can send", async () => {
    const { port, program } = await open();
    program.signal("SIGKILL");
    await program.ended();
    const writer = "{ seq 1000000 && echo all >&2; }";
    const send = shellOf(`set -o pipefail; ${writer} | "$0" send "$1" --timeout 1s`, port);
    expect(await send.ended()).not.toBe(0);
    expect(send.error).toContain("messages were not sent.\n");
    expect(send.error).not.toContain("all\n");
  });

  test("waits for a server that is not there yet", async () => {
    const room = await open();
    room.program.signal("SIGKILL");
    await room.program.ended();
    const send = stage.run(["send", `ann@127.0.0.1:${room.port}`, "hello"]);
    await send.until("Trying again");
    await open(room.port);
    expect(await send.ended()).toBe(0);
    expect(await exported()).toEqual(["hello"]);
  });

  test("says with its exit code that a message was not sent", async () => {
    const { port, program } = await open();
    program.signal("SIGKILL");
    await program.ended();
    const send = stage.run(["send", `127.0.0.1:${port}`, "--timeout", "1s", "hello"]);
    expect(await send.ended()).toBe(1);
    expect(send.error).toEndWith("1 message was not sent.\n");
  });

  test("goes to an old server, too", async () => {
    using old = openOldServer("apart", "late");
    const send = stage.run(["send", `ann@127.0.0.1:${old.port}`], { input: "a\nb\n" });
    expect(await send.ended()).toBe(0);
    expect(old.requests.slice(1)).toMatchObject([{ msg: "a" }, { msg: "b" }]);
  });
});

describe("chat export", () => {
  test.each([
    ["its reader has enough", "| head -n 1", ""],
    ["the disk is full", ">/dev/full", "no space left on device"],
  ])("ends with 1 when it was cut short because %s", async (_, behind, error) => {
    const { port } = await open();
    await stage.run(["send", `127.0.0.1:${port}`], { input: linesOf(numbers(1, 5_000)) }).ended();
    const run = shellOf(`set -o pipefail; "$0" export --data data ${behind}`, port);
    expect(await run.ended()).toBe(1);
    expect(run.error).toContain(error);
    expect(run.error.split("\n").length).toBeLessThanOrEqual(2);
  });
});

describe("chat join with lines from a pipe", () => {
  test("does all that stands before /quit, and nothing behind it", async () => {
    const { port } = await open();
    const input = "/join staff\nhello\n/quit\nnever\n";
    const eve = stage.run(["join", `eve@127.0.0.1:${port}`, "--plain"], { input });
    expect(await eve.ended()).toBe(0);
    expect(eve.out).toBe("[staff] eve: hello\n");
    expect(await exported("--room", "staff")).toEqual(["hello"]);
  });
});

describe("chat tail", () => {
  test("ends quietly behind a reader that has enough", async () => {
    const { port } = await open();
    await stage.run(["send", `127.0.0.1:${port}`], { input: linesOf(numbers(1, 5_000)) }).ended();
    const shell = shellOf('set -o pipefail; "$0" tail "$1" --since all --json | head -n 1', port);
    expect(await shell.ended()).toBe(0);
    expect(texts(shell.out)).toEqual(["1"]);
    expect(shell.error).toBe("");
  });

  test("gives everything to a reader that stood still", async () => {
    const { port } = await open();
    const reader = '{ IFS= read -r line; echo "$line"; read -r line <&3; cat; }';
    const tail = shellOf(`exec 3<&0; exec "$0" tail "$1" --json --since all | ${reader}`, port);
    await stage.run(["send", `ann@127.0.0.1:${port}`, "first"]).ended();
    await tail.until(/"msg":"first"/);
    const lines = numbers(1, 20_000);
    await stage.run(["send", `127.0.0.1:${port}`], { input: linesOf(lines) }).ended();
    expect(texts(tail.out)).toEqual(["first"]);
    tail.write("go on\n");
    await tail.until(/"msg":"20000"/);
    expect(texts(tail.out)).toEqual(["first", ...lines]);
  });
});
