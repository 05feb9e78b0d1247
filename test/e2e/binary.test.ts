/** The built executable, alone in a folder that somebody else prepared: it takes nothing from there. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileBinary } from "../../scripts/binary.ts";
import { builtBinary } from "../support/built-binary.ts";
import packageFile from "../../package.json" with { type: "json" };
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

/** Each would be run, or change what is printed, if it were read. */
const evil = `import { writeFileSync } from "node:fs"; writeFileSync("was-run", ""); console.log("EVIL");`;
const planted: Readonly<Record<string, string>> = {
  ".env": "CHAT_LANG=fr\nCHAT_PORT=many\n",
  ".env.local": "CHAT_LANG=fr\nCHAT_PORT=many\n",
  ".env.production": "CHAT_LANG=fr\nCHAT_PORT=many\n",
  "bunfig.toml": `preload = ["./evil.ts"]\n[run]\npreload = ["./evil.ts"]\n`,
  "package.json": `{ "type": "commonjs", "imports": { "#x": "./evil.ts" }, broken`,
  "tsconfig.json": `{ "compilerOptions": { "paths": { "*": ["./evil.ts"] } }, broken`,
  "evil.ts": evil,
  "node_modules/valibot/index.js": evil,
};

describe("dist/chat in a hostile folder", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chat-hostile-"));
    for (const [path, text] of Object.entries(planted)) await Bun.write(join(folder, path), text);
    await copyFile(await builtBinary(), join(folder, "chat"));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(parameters: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const environment = { PATH: process.env["PATH"] ?? "", HOME: folder, ...more };
    const command = [join(folder, "chat"), ...parameters];
    const child = Bun.spawn(command, { cwd: folder, env: environment, stdin: "ignore", stderr: "pipe" });
    const [out, error, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    return { out, error, code };
  }

  test("says its version, commit and target", async () => {
    const { out, code } = await run(["--version"]);
    expect(out).toStartWith(`chat ${packageFile.version} (commit `);
    expect(out).toEndWith(`${process.arch})\n`);
    expect(code).toBe(0);
  });

  test("takes no variable from .env and runs nothing", async () => {
    const { out, error, code } = await run(["help", "serve"]);
    expect(out).toStartWith("Open a room.");
    expect([error, code]).toEqual(["", 0]);
    const refused = await run(["serve", "extra"]);
    expect(refused.error).toBe('"extra" is one argument too many. See chat serve --help.\n');
    expect(await readdir(folder)).not.toContain("was-run");
  });
});

test("an executable of the same recipe names source files in its stack traces", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-trace-"));
  try {
    const [entry, outfile] = [join(folder, "thrower.ts"), join(folder, "thrower")];
    const blankLines = "\n".repeat(10);
    await Bun.write(
      entry,
      `${blankLines}export function findMe() {\n  throw new Error("here");\n}\nfindMe();\n`,
    );
    await compileBinary({ entry, outfile, target: { name: "test" } });
    await rm(entry);
    const child = Bun.spawn([outfile], { cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
    expect(await child.stderr.text()).toMatch(/at findMe \(.*thrower\.ts:12:\d+\)/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
