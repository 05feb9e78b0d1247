/** What a settings file says, and what is said about one that is wrong: the file, the line, what to do. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { joinCommand } from "../../src/commands/join.ts";
import type { Settings } from "../../src/commands/settings.ts";
import { describeSettings, parseSettings, readSettings, settingsPath } from "../../src/commands/settings.ts";
import { en } from "../../src/locale/en.ts";
import { settingsBytesMax } from "../../src/commands/limits.ts";

const folder = mkdtempSync(join(tmpdir(), "chat-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { settings = [] } = joinCommand;

function told(path: string, { problems }: Extract<Settings, { ok: false }>): string {
  return problems.map((problem) => describeSettings(path, problem, en)).join("\n");
}

function complaint(text: string): string | undefined {
  const parsed = parseSettings(text, settings);
  return parsed.ok ? undefined : told("config.toml", parsed);
}

describe("parseSettings", () => {
  test("takes every setting there is, as a command line would have it", () => {
    const text = `# mine
nick = "小明"
lang = "zh"
plain = false
typing = false
notify = "all"
bell = true
notifications = false
colour = "never"
history = false
"backlog" = 0
`;
    const parsed = parseSettings(`\ufeff${text}`, settings);
    expect(parsed).toEqual({
      ok: true,
      values: new Map([
        ["nick", "小明"],
        ["lang", "zh"],
        ["plain", "no"],
        ["typing", "no"],
        ["notify", "all"],
        ["bell", "yes"],
        ["notifications", "no"],
        ["colour", "never"],
        ["history", "no"],
        ["backlog", "0"],
      ]),
    });
  });

  test("takes an empty file", () => {
    expect(complaint("\n# nothing\n")).toBeUndefined();
  });

  test.each([
    [
      `nick = "a"\n\n# colours\ncolor = "never"\n`,
      'config.toml:4: there is no setting "color". Did you mean colour?',
    ],
    [`Bell = true`, 'config.toml:1: there is no setting "Bell". Did you mean bell?'],
    [`"\\u0078" = 1`, 'config.toml:1: there is no setting "x". chat help settings shows all.'],
    [`x = 1`, 'config.toml:1: there is no setting "x". chat help settings shows all.'],
    [
      `bell = true\n[join]\nnick = "a"`,
      'config.toml:2: there is no setting "join". chat help settings shows all.',
    ],
    [
      `bell = true\n[[join]]\nnick = "a"`,
      'config.toml:2: there is no setting "join". chat help settings shows all.',
    ],
    [
      `bell = true\n  x=1\n'y'=2\n"z" = 3`,
      `config.toml:2: there is no setting "x". chat help settings shows all.
config.toml:3: there is no setting "y". chat help settings shows all.
config.toml:4: there is no setting "z". chat help settings shows all.`,
    ],
    [`colour = "never"\ncolour.dark = 1`, "config.toml:2: this is no TOML: Cannot redefine key 'colour'."],
    [
      `lang = "zh"\ncolour = "blue"`,
      'config.toml:2: colour cannot be "blue". It must be one of auto, always, never.',
    ],
    [`bell = "yes"`, 'config.toml:1: bell cannot be "yes". It must be yes or no.'],
    [`backlog = "20"`, 'config.toml:1: backlog cannot be "20". It must be a whole number from 0 on.'],
    [`backlog = -1`, "config.toml:1: backlog cannot be -1. It must be a whole number from 0 on."],
    [`nick = ["a"]`, 'config.toml:1: nick cannot be ["a"]. It must be a text of 1 to 256 characters.'],
    // All of several, as one reads.
    [
      `zoom = 2\nbell = 1\nnick = "a"\ntypnig = true\nlang = "xx"\n`,
      `config.toml:1: there is no setting "zoom". chat help settings shows all.
config.toml:2: bell cannot be 1. It must be yes or no.
config.toml:4: there is no setting "typnig". Did you mean typing?
config.toml:5: lang cannot be "xx". It must be one of en, zh, fr.`,
    ],
    [`nick = "a"\nbell = = 2\n`, "config.toml:2: this is no TOML: Expected a value but found '='."],
    [`# so\nlang = zh\n`, 'config.toml:2: this is no TOML: Strings must be quoted: "zh".'],
  ])("tells of %j its line and what to do", (text, sentence) => {
    expect(complaint(text)).toBe(sentence);
  });

  test.each([
    [`nick = 'a\nlang = "zh"\n`, 1],
    [`nick = "a"\n\nlang = """\nzh\n`, 3],
    [`nick = "a"\nlang = [\n"zh",\n= 3 ]`, 4],
    [`x = [\n1,\n]\ny = [\n2,\n`, 4],
    [`x = """\na\n"""\ny = """\nb`, 4],
  ])("finds where %j begins to be wrong", (text, line) => {
    expect(complaint(text)).toStartWith(`config.toml:${line}: this is no TOML: `);
  });
});

describe("readSettings", () => {
  test.each([
    ["is not there", join(folder, "none", "config.toml")],
    ["would stand in a file", join(folder, "file", "config.toml")],
    ["has no place", ""],
  ])("takes a file that %s for one that sets nothing", (_, path) => {
    writeFileSync(join(folder, "file"), "");
    expect(readSettings(path, settings)).toEqual({ ok: true, values: new Map() });
  });

  test("reads the file of the platform's folder", () => {
    const path = settingsPath({ XDG_CONFIG_HOME: folder, HOME: folder });
    mkdirSync(join(folder, "chat"), { recursive: true });
    writeFileSync(path, `bell = false`);
    expect(readSettings(path, settings)).toEqual({ ok: true, values: new Map([["bell", "no"]]) });
  });

  test("says of what cannot be read why", () => {
    const read = readSettings(folder, settings);
    expect(read.ok ? undefined : told("here", read)).toBe("here is a folder. Settings stand in a file.");
    const path = join(folder, "long.toml");
    writeFileSync(path, "#".repeat(settingsBytesMax));
    expect(readSettings(path, settings).ok).toBe(true);
    writeFileSync(path, "#".repeat(settingsBytesMax + 1));
    const long = readSettings(path, settings);
    expect(long.ok ? undefined : told("here", long)).toStartWith("here is longer than 16 KiB.");
    const round = join(folder, "round.toml");
    symlinkSync(round, round);
    const looped = readSettings(round, settings);
    expect(looped.ok ? undefined : told("here", looped)).toBe("here cannot be read: ELOOP.");
  });

  test.skipIf(process.getuid?.() === 0)(
    "says of a file that is not for oneself that one may not read it",
    () => {
      const path = join(folder, "secret.toml");
      writeFileSync(path, "", { mode: 0o000 });
      const secret = readSettings(path, settings);
      expect(secret.ok ? undefined : told("here", secret)).toBe("You may not read here.");
    },
  );
});
