/** The command line as a person meets it: what it prints, where, and with which exit code. */
import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { StoreError } from "../../src/base/store-error.ts";
import { en } from "../../src/locale/en.ts";
import { fr } from "../../src/locale/fr.ts";
import { chat, describeDefect, exitCodeOf } from "../../src/commands/chat.ts";
import type { Environment } from "../../src/commands/command.ts";

async function run(parameters: readonly string[], environment: Environment = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  const code = await chat(parameters, { environment, stdin, stdout, stderr, signal });
  return { code, out: String(stdout.read() ?? ""), error: String(stderr.read() ?? "") };
}

test.each([
  [[], "A chat room in one file."],
  [["help"], "A chat room in one file."],
  [["--help"], "A chat room in one file."],
  [["-h"], "A chat room in one file."],
  [["help", "help"], "A chat room in one file."],
  [["help", "--help"], "A chat room in one file."],
  [["help", "-h"], "A chat room in one file."],
  [["--lang", "zh"], "一个文件就是一个聊天室。"],
  [["--lang=fr", "--help"], "Un salon de discussion en un seul fichier."],
  [["help", "--lang", "fr"], "Un salon de discussion en un seul fichier."],
  [["help", "serve"], "Open a room."],
  [["help", "-h", "serve"], "Open a room."],
  [["help", "serve", "--help"], "Open a room."],
  [["help", "commands"], "What you can type in chat join."],
  [["help", "keys", "--lang=fr"], "Ce que les touches font dans chat join."],
  [["help", "settings"], "What you can set in a file."],
  [["help", "serve", "--lang", "fr"], "Ouvrir un salon."],
  [["serve", "--help"], "Open a room."],
  [["serve", "--port", "nonsense", "-h"], "Open a room."],
  [["--lang=zh", "serve", "--help"], "开一个聊天室。"],
  [["join", "--help"], "Join a room."],
] as const)("chat %j prints help", async (parameters, firstLine) => {
  const { code, out, error } = await run(parameters);
  expect({ code, firstLine: out.split("\n")[0], error }).toEqual({ code: 0, firstLine, error: "" });
});

test.each([
  { parameters: ["--version"] },
  { parameters: ["-V"] },
  { parameters: ["serve", "--version"] },
  { parameters: ["--lang=fr", "--version"] },
])("chat prints version, commit and target: $parameters", async ({ parameters }) => {
  const { code, out } = await run(parameters);
  expect(out).toMatch(/^chat \d+\.\d+\.\d+\S* \(commit \S+, \w+-\w+\S*\)\n$/);
  expect(code).toBe(0);
});

test.each([
  [["sevre"], 'There is no command "sevre". Did you mean serve? See chat --help.'],
  [["dance"], 'There is no command "dance". See chat --help.'],
  [["help", "jion"], 'There is no command "jion". Did you mean join? See chat --help.'],
  [["help", "kyes"], 'There is no command "kyes". Did you mean keys? See chat --help.'],
  [["help", "serve", "join"], '"join" is one argument too many. See chat --help.'],
  [["--hlep"], "There is no option --hlep. Did you mean --help? See chat --help."],
  [["serve", "--prot", "1"], "There is no option --prot. Did you mean --port? See chat serve --help."],
  [
    ["serve", "--memory", "--data", "d"],
    "--memory and --data cannot be given together. See chat serve --help.",
  ],
  [["send", "h", "hi", "--whole"], "--whole and TEXT cannot be given together. See chat send --help."],
  [["serve", "now"], '"now" is one argument too many. See chat serve --help.'],
  [["serve", "--lang", "de"], '--lang cannot be "de". It must be one of en, zh, fr. See chat serve --help.'],
  [["join"], "[NICK@]HOST[:PORT] is missing. See chat join --help."],
  [["join", "::1"], "An IPv6 address stands in brackets: [::1]. See chat join --help."],
  [["--lang", "zh", "join"], "缺少 [NICK@]HOST[:PORT]。 请看 chat join --help。"],
  [["--lang=zh", "join"], "缺少 [NICK@]HOST[:PORT]。 请看 chat join --help。"],
  [
    ["--lang", "de", "join", "h"],
    '--lang cannot be "de". It must be one of en, zh, fr. See chat join --help.',
  ],
  [["join", "--lang", "zh"], "缺少 [NICK@]HOST[:PORT]。 请看 chat join --help。"],
] as const)("chat %j is refused in one sentence", async (parameters, sentence) => {
  expect(await run(parameters)).toEqual({ code: 2, out: "", error: `${sentence}\n` });
});

test.each([
  [{ LANG: "fr_FR.UTF-8" }, "Un salon"],
  [{ LANG: "fr_FR.UTF-8", CHAT_LANG: "zh" }, "一个文件"],
  [{ CHAT_LANG: "klingon" }, "A chat room"],
])("chat speaks the language of %j", async (environment, start) => {
  expect((await run(["help"], environment)).out).toStartWith(start);
});

test.each([
  ["an error", new Error("no \u001b[31mluck"), "no luck"],
  ["what is no error", "no\nluck", "no luck"],
  ["nothing", undefined, "undefined"],
])("describeDefect tells in one sentence the reason of %s", (_, error, reason) => {
  expect(describeDefect(error, {})).toBe(`${en.usage.defect(reason)}\n`);
  expect(describeDefect(error, { CHAT_LANG: "fr" })).toBe(`${fr.usage.defect(reason)}\n`);
});

test("describeDefect keeps the stack for those who ask", () => {
  const error = new Error("no \u001b[31mluck");
  expect(describeDefect(error, {}).trimEnd().split("\n")).toHaveLength(1);
  expect(describeDefect(error, {})).toContain("no luck");
  expect(describeDefect(error, { CHAT_DEBUG: "1" })).toContain("chat.test.ts");
});

test("a store that breaks while it is used is told in its own sentence, and is no defect", () => {
  const error = new StoreError("damaged", "/some/folder");
  expect(describeDefect(error, {})).toBe(`${en.store.damaged("/some/folder")}\n`);
  expect([exitCodeOf(error), exitCodeOf(new Error("no luck"))]).toEqual([1, 70]);
});

test("chat join says what is wrong with the settings file, also in the language that it is to set", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chat-config-"));
  mkdirSync(join(folder, "chat"));
  const path = join(folder, "chat", "config.toml");
  const environment = { XDG_CONFIG_HOME: folder, HOME: folder };
  writeFileSync(path, `lang = "fr"\ntyping = 3\n`);
  expect((await run(["join"], environment)).error).toBe(
    `${path}:2: typing cannot be 3. It must be yes or no.\n`,
  );
  writeFileSync(path, `tpying = true\nbell = 3\n`);
  expect((await run(["join"], environment)).error).toBe(
    `${path}:1: there is no setting "tpying". Did you mean typing?\n${path}:2: bell cannot be 3. It must be yes or no.\n`,
  );
  writeFileSync(path, `lang = "fr"\n`);
  expect((await run(["join", "--nick"], environment)).error).toStartWith("L’option --nick");
  expect((await run(["help", "join"], environment)).error).toBe("");
  rmSync(folder, { recursive: true });
});
