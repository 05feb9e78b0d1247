/**
 * The built executable for a user whom the system's list does not know, without HOME, as in some containers: nothing is
 * remembered, and all else works. Only root can become such a user.
 */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync } from "node:fs";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { Program } from "../support/program.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
const programs: Program[] = [];
beforeEach(async () => {
  stage = await Stage.open();
  chmodSync(stage.folder, 0o777);
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.close()));
  await stage.close();
});

const unknownUser = ["setpriv", "--reuid", "12345", "--clear-groups", "--"] as const;
const isPossible = process.getuid?.() === 0 && Bun.which("setpriv") !== null;

function run(parameters: readonly string[], input?: string): Program {
  const environment = { PATH: process.env["PATH"] ?? "", LANG: "en_US.UTF-8" };
  const command = [...unknownUser, stage.binary, ...parameters];
  const program = new Program(command, { folder: stage.folder, environment, input });
  programs.push(program);
  return program;
}

const missing = isPossible ? "" : " [skipped: needs root and setpriv]";

describe.skipIf(!isPossible)(`a user without a home folder${missing}`, () => {
  test.each([
    [["--version"]],
    [["--help"]],
    [["help", "settings"]],
    [["help", "join"]],
    [["man"]],
    [["completions", "bash"]],
  ])("gets what needs none: %j", async (parameters) => {
    const program = run(parameters, "");
    expect(await program.ended()).toBe(0);
    expect(program.out).not.toBe("");
    expect(program.error).toBe("");
  });

  test("sends, reads and joins", async () => {
    const { port } = await stage.serve();
    const place = `127.0.0.1:${port}`;
    const send = run(["send", place], "one\n");
    expect([await send.ended(), send.error]).toEqual([0, ""]);
    const join = run(["join", `ann@${place}`], "two\n");
    expect([await join.ended(), join.out]).toEqual([0, "ann: two\n"]);
    const history = run(["history", place], "");
    expect([await history.ended(), history.out.split("\n").length]).toEqual([0, 3]);
    const tail = run(["tail", place, "--no-follow"], "");
    expect(await tail.ended()).toBe(0);
  });

  test("opens a room in memory, and in a folder that is named", async () => {
    for (const where of [["--memory"], ["--data", `${stage.folder}/data`]]) {
      const serve = run(["serve", "--host", "127.0.0.1", "--port", "0", "--no-http", ...where]);
      await serve.until("chat is open.");
      serve.signal("SIGTERM");
      expect(await serve.ended()).toBe(0);
    }
  });

  test.each(["serve", "export"])("is told by chat %s that a folder has to be named", async (command) => {
    const program = run([command, "--port", "4711"], "");
    expect(await program.ended()).toBe(1);
    expect(program.error).toBe(
      "This user has no home folder to keep messages in. Name a folder with --data.\n",
    );
  });

  test("is told at a terminal, once, that nothing is kept", async () => {
    const { port } = await stage.serve();
    const bare = [
      "env",
      "-u",
      "HOME",
      "-u",
      "XDG_STATE_HOME",
      "-u",
      "XDG_CONFIG_HOME",
      "-u",
      "XDG_DATA_HOME",
    ];
    const command = [...unknownUser, ...bare, stage.binary, "join", `ann@127.0.0.1:${port}`, "--plain"];
    const ann = stage.show(command);
    await ann.until("has no home folder, so nothing can be kept");
    ann.type("hello\r/join tea\r");
    await ann.until("You are in tea now");
    expect(ann.text.match(/has no home folder/g)).toHaveLength(1);
    ann.type("/quit\r");
    expect(await ann.ended()).toBe(0);
  });
});
