/** The manual page: all of the tables is in it, its examples are right, and renderers have nothing to say about it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { PassThrough } from "node:stream";
import { chat, commands } from "../../src/commands/chat.ts";
import { examples } from "../../src/commands/man.ts";
import { parseArguments } from "../../src/commands/arguments.ts";
import { variableOf } from "../../src/commands/flag.ts";
import { commandNames } from "../../src/client/session/input.ts";
import { bold, text } from "../../src/commands/roff.ts";
import { catalogueOf, languages } from "../../src/locale/language.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

async function pageIn(language: string): Promise<string> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  const world = { environment: {}, stdin, stdout, stderr, signal };
  expect(await chat(["man", "--lang", language], world)).toBe(0);
  return String(stdout.read() ?? "");
}

/** What the renderer makes of the page. Fails when it warns. */
async function rendered(command: readonly string[], page: string): Promise<string> {
  const renderer = Bun.spawn([...command], {
    stdin: new Blob([page]),
    stdout: "pipe",
    stderr: "pipe",
    env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", MANWIDTH: "80" },
  });
  const [out, error] = await Promise.all([renderer.stdout.text(), renderer.stderr.text()]);
  expect({ error, code: await renderer.exited }).toEqual({ error: "", code: 0 });
  return out;
}

test.each(languages)("chat man in %s holds every option with its variable", async (language) => {
  const page = await pageIn(language);
  for (const { name, flags, positionals } of commands) {
    expect(page).toContain(`.SS "chat ${name} `);
    const usage = [...positionals.map((positional) => positional.name), "[OPTIONS]"].join(" ");
    expect(page).toContain(`\n${bold(`chat ${name}`)} ${text(usage)}\n`);
    for (const flag of flags) {
      expect(page).toContain(`\\fB\\-\\-${flag.name.replaceAll("-", "\\-")}\\fR`);
      expect(page).toContain(`(\\fB${variableOf(flag)}\\fR`);
    }
  }
  for (const typed of commandNames()) expect(page).toContain(`\\fB${typed}`);
});

test.each(languages)("chat man in %s is ASCII, and no line is taken for a request", async (language) => {
  const lines = (await pageIn(language)).split("\n");
  expect(lines.filter((line) => /[^\x20-\x7e]/.test(line))).toEqual([]);
  const known = /^(?:[^.']|\.(?:\\"|TH |nh$|ad l$|SH |SS |PP$|TP$|nf$|fi$)|$)/;
  expect(lines.filter((line) => !known.test(line))).toEqual([]);
});

test("every example is of a command, and of options that it has", () => {
  for (const [name, line] of examples) {
    const [, typed] = new RegExp(`\\bchat ${name}\\b([^|>)]*)`).exec(line) ?? [];
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined || typed === undefined) throw new Error(`no command in: ${line}`);
    const words = typed.split(" ").filter((word) => word !== "");
    expect(parseArguments(command, words, { environment: {} })).toMatchObject({ ok: true });
  }
});

const groff = test.skipIf(Bun.which("groff") === null);

groff.each(languages)("groff renders chat man in %s without a warning", async (language) => {
  const out = await rendered(["groff", "-man", "-ww", "-Tutf8", "-P-cbou"], await pageIn(language));
  expect(out).toContain("chat serve [OPTIONS]");
  expect(out).toContain("--http-port PORT");
  const widths = out.split("\n").map((line) => Bun.stringWidth(line));
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
});

groff.each(["ps", "ascii", "latin1"])("groff has nothing to say about chat man for %s", async (device) => {
  expect(await rendered(["groff", "-man", "-ww", "-z", `-T${device}`], await pageIn("en"))).toBe("");
});

test.skipIf(Bun.which("man") === null || Bun.which("groff") === null)(
  "man shows chat man with all its sections",
  async () => {
    const out = await rendered(["man", "--warnings", "-P", "cat", "-l", "-"], await pageIn("en"));
    const sections = Array.from(out.matchAll(/^[A-Z][A-Z ]+$/gm), ([heading]) => heading);
    expect(sections).toEqual(Object.values(catalogueOf("en").manual.headings));
    expect(out).toContain("chat - a chat room in one file");
    expect(out).toContain("~/.local/share/man/man1/chat.1");
  },
);
