/** The completion scripts, run by the shells they are for: what is offered is what the commands' tables hold. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { chat } from "../../src/commands/chat.ts";
import { fishCompletions } from "../../src/commands/completions-fish.ts";
import { zshCompletions } from "../../src/commands/completions-zsh.ts";
import { serveCommand } from "../../src/commands/serve.ts";
import { vocabularyOf } from "../../src/commands/vocabulary.ts";
import type { UsageTexts } from "../../src/locale/usage-texts.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { PseudoTerminal } from "../support/pseudo-terminal.ts";

setDefaultTimeout(testTimeoutMs);

const [bash, zsh, fish] = [Bun.which("bash"), Bun.which("zsh"), Bun.which("fish")];
const folder = mkdtempSync(join(tmpdir(), "chat-completions-"));
const environment = {
  HOME: folder,
  ZDOTDIR: folder,
  PATH: process.env["PATH"] ?? "",
  LANG: "C.UTF-8",
  TERM: "xterm-256color",
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...parameters: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  const code = await chat(parameters, { environment: {}, stdin, stdout, stderr, signal });
  return { code, out: String(stdout.read() ?? ""), error: String(stderr.read() ?? "") };
}

/** Where the text stands as a file. */
function kept(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function output(command: readonly string[]): Promise<readonly string[]> {
  const shell = Bun.spawn([...command], { cwd: folder, env: environment, stdout: "pipe", stderr: "pipe" });
  const [out, error] = await Promise.all([shell.stdout.text(), shell.stderr.text()]);
  expect({ error, code: await shell.exited }).toEqual({ error: "", code: 0 });
  return out.split("\n").filter((line) => line !== "");
}

/** Texts as no catalogue has them yet: signs that mean something to a shell. */
const hostile = `it's [a] "b": \\c $HOME \`d\` (e) <f> #g, 's ]:\\h`;
const hostileUsage: UsageTexts = {
  ...en.usage,
  serve: hostile,
  flags: { ...en.usage.flags, port: hostile, logLevel: hostile },
};

test("chat completions refuses a shell that it has no script for", async () => {
  expect(await run("completions", "tcsh")).toEqual({
    code: 2,
    out: "",
    error: 'SHELL cannot be "tcsh". It must be one of bash, zsh, fish. See chat completions --help.\n',
  });
});

test("chat completions speaks the language of the person", async () => {
  expect((await run("completions", "fish", "--lang", "fr")).out).toContain("-d 'ouvrir un salon'");
});

describe.skipIf(bash === null)("in bash", () => {
  /** What is offered for the last of the words, which are as bash takes them apart: a = is a word of its own. */
  async function offered(words: readonly string[]): Promise<readonly string[]> {
    const script = kept("chat.bash", (await run("completions", "bash")).out);
    const asked = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _chat 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return output([bash ?? "", "--norc", "--noprofile", "-c", asked, script, ...words]);
  }

  test.each([
    [
      ["chat", "se"],
      ["serve", "send", "search"],
    ],
    [["chat", "--v"], ["--version"]],
    [
      ["chat", "serve", "--lo"],
      ["--log-level", "--log-format"],
    ],
    [
      ["chat", "serve", "--lang", ""],
      ["en", "zh", "fr"],
    ],
    [
      ["chat", "serve", "--lang", "="],
      ["en", "zh", "fr"],
    ],
    [["chat", "serve", "--lang", "=", "f"], ["fr"]],
    [["chat", "serve", "--lang=f"], ["--lang=fr"]],
    [["chat", "--lang", "fr", "jo"], ["join"]],
    [["chat", "--lang", "=", "fr", "jo"], ["join"]],
    [["chat", "serve", "--port", ""], []],
    [["chat", "serve", "--data", "/us"], ["/usr"]],
    [["chat", "tail", "host", "--since", ""], ["all"]],
    [["chat", "completions", "z"], ["zsh"]],
    [["chat", "completions", "--l"], ["--lang"]],
    [["chat", "help", "--he"], ["--help"]],
    [["chat", "help", "hi"], ["history"]],
    [["chat", "dance", "-"], []],
  ] as const)("%j offers %j", async (words, expected) => {
    expect(await offered(words)).toEqual([...expected]);
  });
});

describe.skipIf(fish === null)("in fish", () => {
  async function offered(script: string, line: string): Promise<readonly string[]> {
    const asked = "source $argv[1]; complete -C $argv[2]";
    return output([fish ?? "", "--no-config", "-c", asked, kept("chat.fish", script), line]);
  }

  test.each([
    ["chat se", ["search", "send", "serve"]],
    ["chat serve --lo", ["--log-format", "--log-level"]],
    ["chat serve --lang ", ["en", "fr", "zh"]],
    ["chat serve --lang=f", ["--lang=fr"]],
    ["chat --lang fr jo", ["join"]],
    ["chat send host serve --lo", []],
    ["chat serve --data /us", ["/usr/"]],
    ["chat completions ", ["bash", "fish", "zsh"]],
    ["chat help hi", ["history"]],
    ["chat help serve ", []],
  ] as const)("%j offers %j", async (line, expected) => {
    const lines = await offered((await run("completions", "fish")).out, line);
    expect(lines.map((text) => text.split("\t")[0] ?? "").toSorted()).toEqual([...expected]);
  });

  test("a text is shown as it is", async () => {
    const script = fishCompletions(vocabularyOf([serveCommand], hostileUsage));
    expect(await offered(script, "chat serve --po")).toEqual([`--port\t${hostile}`]);
    expect(await offered(script, "chat ser")).toEqual([`serve\t${hostile}`]);
  });
});

describe.skipIf(zsh === null)("in zsh", () => {
  const sourced = `autoload -Uz compinit; compinit -C -d ${folder}/zcompdump; source ${folder}/_chat`;
  // It reads all of zsh's completion functions, which takes a second: once here, in place of once a test.
  beforeAll(async () => {
    await output([zsh ?? "", "-f", "-c", `autoload -Uz compinit; compinit -u -d ${folder}/zcompdump`]);
  });
  const autoloaded = `fpath=(${folder} $fpath); autoload -Uz compinit; compinit -D -u`;

  /** Types the keys at a zsh that has the script, until the terminal shows what is expected. */
  async function shows(
    script: string,
    keys: string,
    expected: readonly RegExp[],
    setup = sourced,
  ): Promise<void> {
    kept("_chat", script);
    const terminal = new PseudoTerminal([zsh ?? "", "-f", "-i"], { folder, environment, columns: 120 });
    try {
      terminal.type(`${setup}; PS1='rea''dy> '; clear\r`);
      await terminal.until(/^ready> $/m);
      terminal.type(keys);
      await terminal.until(({ text }) => expected.every((pattern) => pattern.test(text)));
    } finally {
      await terminal.close();
    }
  }

  test.each([
    ["chat se\t", [/^serve +-- open a room$/m, /^send +-- say something/m]],
    ["chat ser\t", [/^ready> chat serve $/m]],
    ["chat serve --lo\t", [/^ready> chat serve --log-$/m]],
    ["chat serve --lo\t\t", [/^--log-format +-- how/m, /^--log-level +-- the lowest/m]],
    ["chat serve --lang \t", [/^en +fr +zh$/m]],
    ["chat serve --lang=z\t", [/^ready> chat serve --lang=zh $/m]],
    ["chat --lang fr jo\t", [/^ready> chat --lang fr join $/m]],
    ["chat serve --data /us\t", [/^ready> chat serve --data \/usr\/$/m]],
    ["chat completions z\t", [/^ready> chat completions zsh $/m]],
    ["chat help hi\t", [/^ready> chat help history $/m]],
  ] as const)("%j shows %p", async (keys, expected) => {
    await shows((await run("completions", "zsh")).out, keys, expected);
  });

  test("the script works as a file in a folder of $fpath", async () => {
    const script = (await run("completions", "zsh")).out;
    await shows(script, "chat ser\t--me\t", [/^ready> chat serve --memory $/m], autoloaded);
  });

  test.each(["chat \t", "chat serve --\t"])("a text is shown as it is: %j", async (keys) => {
    const script = zshCompletions(vocabularyOf([serveCommand], hostileUsage));
    await shows(script, keys, [new RegExp(RegExp.escape(hostile))]);
  });
});
