/** The message in an editor: a program of the system's, which the tests write themselves. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmod, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { externalEditor, writtenText } from "../../../../src/client/terminal/input/external-editor.ts";
import { en } from "../../../../src/locale/en.ts";
import { draftUnitsMax, editorFileBytesMax } from "../../../../src/client/limits.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "editor-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const never = new AbortController().signal;

/** An editor that does what the shell is told; `$1` is the file. */
async function editor(script: string): Promise<string> {
  const path = join(folder, "editor");
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

test("externalEditor gives the text to the editor in a file of one's own, and takes it back", async () => {
  const log = join(folder, "log");
  const path =
    await editor(`{ stat -c %a "$1"; stat -c %a "$(dirname "$1")"; cat "$1"; echo "$1"; } > '${log}'
    printf 'new 你好\\n' > "$1"`);
  const written = await externalEditor({ EDITOR: path })("old", never);
  expect(written).toEqual({ type: "written", text: "new 你好\n" });
  const [file, parent, ...rest] = (await Bun.file(log).text()).split("\n");
  expect([file, parent]).toEqual(["600", "700"]);
  const [, used = ""] = /^old(.*)$/.exec(rest.join("")) ?? [];
  expect([used.endsWith("message.txt"), await Bun.file(used).exists()]).toEqual([true, false]);
});

test("externalEditor prefers VISUAL, and takes arguments with either", async () => {
  const path = await editor('[ "$1" = --wait ] && echo visual > "$2"');
  const written = await externalEditor({ VISUAL: `'${path}' --wait`, EDITOR: "false" })("", never);
  expect(written).toEqual({ type: "written", text: "visual\n" });
});

test.each([
  { VISUAL: " ", EDITOR: " true " },
  { VISUAL: "", EDITOR: "true" },
])("externalEditor takes the one that is not blank in %j", async (environment) => {
  expect(await externalEditor(environment)("old", never)).toEqual({ type: "written", text: "old" });
});

test("externalEditor takes vi where none is chosen", async () => {
  const path = await editor('echo vi > "$1"');
  await rename(path, join(folder, "vi"));
  const module = new URL("../../../../src/client/terminal/input/external-editor.ts", import.meta.url).href;
  const script = `const { externalEditor } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await externalEditor({})("", new AbortController().signal)));`;
  const environment = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
  const { stdout } = await Bun.$`${process.execPath} -e ${script}`.env(environment).quiet();
  expect(JSON.parse(stdout.toString())).toEqual({ type: "written", text: "vi\n" });
});

test.each([
  ["is not there", "no-such-editor --wait", "missing"],
  ["is not in its folder", "/nowhere/editor", "missing"],
  ["is not there, in quotes", "'/no where/editor' --wait", "missing"],
  ["is not there, behind a variable", "A=b no-such-editor 2> /dev/null", "missing"],
  ["ends with an error", "false", "failed"],
  ["takes the file away", "rm", "failed"],
] as const)("externalEditor says when the editor %s", async (_name, command, type) => {
  expect(await externalEditor({ EDITOR: command })("old", never)).toEqual({ type, editor: command });
});

test("externalEditor lets the shell say nothing of an editor that is not there", async () => {
  const module = new URL("../../../../src/client/terminal/input/external-editor.ts", import.meta.url).href;
  const script = `const { externalEditor } = await import(${JSON.stringify(module)});
    const written = await externalEditor({ EDITOR: "no-such-editor -w" })("", new AbortController().signal);
    console.log(written.type);`;
  const { stdout, stderr } = await Bun.$`${process.execPath} -e ${script}`.quiet();
  expect([stdout.toString(), stderr.toString()]).toEqual(["missing\n", ""]);
});

test.each([
  "A=b true",
  "exec true",
  "true; true",
  "true -w && true",
  "'true'",
  "(true)&&true",
  "no-such 2> /dev/null || true",
])("externalEditor lets the shell read %s", async (command) => {
  const written = await externalEditor({ EDITOR: command })("old", never);
  expect(written).toEqual({ type: "written", text: "old" });
});

test("externalEditor ends an editor that is not waited for any more", async () => {
  const begun = join(folder, "begun");
  await Bun.$`mkfifo ${begun}`;
  const path = await editor(`echo yes > '${begun}'; exec sleep 1000`);
  const recall = new AbortController();
  const ended = externalEditor({ EDITOR: `exec ${path}` })("old", recall.signal);
  expect(await Bun.file(begun).text()).toBe("yes\n");
  recall.abort();
  expect((await ended).type).toBe("failed");
});

test.each([
  ["as much as a draft can hold", draftUnitsMax, draftUnitsMax, undefined],
  ["one character more", draftUnitsMax + 1, draftUnitsMax + 1, en.face.editorTooLong(draftUnitsMax)],
  ["far more", 2 * draftUnitsMax, draftUnitsMax + 1, en.face.editorTooLong(draftUnitsMax)],
])("externalEditor reads of a file %s", async (_, characters, read, complaint) => {
  // Of the characters that take most bytes: three for one unit.
  const file = join(folder, "file");
  await writeFile(file, "字".repeat(characters));
  const written = await externalEditor({ EDITOR: await editor(`cp '${file}' "$1"`) })("old", never);
  const { text = "", complaint: said } = writtenText(written, en);
  expect([text.length, said]).toEqual([read, complaint]);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(editorFileBytesMax + 3);
});

test("writtenText takes as much as a draft holds, and says so", () => {
  const text = "x".repeat(draftUnitsMax + 1);
  expect(writtenText({ type: "written", text: "new" }, en)).toEqual({ text: "new" });
  expect(writtenText({ type: "written", text }, en).complaint).toBe(
    "Only the first 65536 characters of that text were taken.",
  );
  expect(writtenText({ type: "missing", editor: "vi\x1b[2J" }, en)).toEqual({
    complaint: "There is no editor vi. Name yours in the variable VISUAL or EDITOR.",
  });
});
