/**
 * The message in an editor of the person's choice: the text goes into a file that only they can read, and comes back from
 * it.
 *
 * @source environ(7) (VISUAL, EDITOR); git-var(1), which lets a shell read them, since they may hold arguments
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Catalogue } from "../../../locale/catalogue.ts";
import { cleanLine } from "../../../protocol/text.ts";
import { draftUnitsMax, editorFileBytesMax } from "../../limits.ts";

/** What became of the text. `editor` is how it was called, as the environment has it. */
export type Written =
  | { readonly type: "written"; readonly text: string }
  | { readonly type: "missing" | "failed"; readonly editor: string };

/** Resolves when the editor has ended; when it is aborted, so is the editor. Never rejects. */
export type OpenEditor = (text: string, signal: AbortSignal) => Promise<Written>;

export function externalEditor(environment: Environment): OpenEditor {
  const editor = editorOf(environment);
  return async (text, signal) => {
    let folder: string | undefined;
    try {
      folder = await mkdtemp(join(tmpdir(), "chat-"));
      const path = join(folder, "message.txt");
      await writeFile(path, text, { mode: 0o600, flag: "wx" });
      const code = await run(editor, path, signal);
      if (code !== 0) return { type: code === notFound ? "missing" : "failed", editor };
      return {
        type: "written",
        text: await Bun.file(path)
          .slice(0, editorFileBytesMax + 1)
          .text(),
      };
    } catch {
      // A disk that is full or a file that is gone: the text is as it was, which is what the reader has to know.
      return { type: "failed", editor };
    } finally {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
  };
}

/** The text as the draft takes it, if there is one, and what is to be said about it. */
export function writtenText(
  written: Written,
  { face }: Catalogue,
): { readonly text?: string; readonly complaint?: string } {
  if (written.type !== "written") {
    const editor = cleanLine(written.editor);
    return { complaint: written.type === "missing" ? face.editorMissing(editor) : face.editorFailed(editor) };
  }
  const { text } = written;
  return text.length > draftUnitsMax ? { text, complaint: face.editorTooLong(draftUnitsMax) } : { text };
}

type Environment = Readonly<Record<string, string | undefined>>;

function editorOf(environment: Environment): string {
  const standard = process.platform === "win32" ? "notepad" : "vi";
  return environment["VISUAL"]?.trim() || environment["EDITOR"]?.trim() || standard;
}

/** What a shell says of a command that does not exist. */
const notFound = 127;

async function run(editor: string, path: string, signal: AbortSignal): Promise<number> {
  const isWindows = process.platform === "win32";
  const [program = ""] = editor.split(" ");
  if (isWindows && Bun.which(program) === null) return notFound;
  const command = isWindows
    ? [...editor.split(" "), path]
    : ["/bin/sh", "-c", `${lookUp(editor)}${editor} "$@"`, editor, path];
  return Bun.spawn(command, { stdin: "inherit", stdout: "inherit", stderr: "inherit", signal }).exited;
}

/** So that a program that does not exist is told of here, and not by the shell in words of its own; unless it is a script. */
function lookUp(editor: string): string {
  const alone = /^('[^']*'|"[^"`(]*"|[^\s'"`;&|<>()=#*?[\]{}!\\]+)(?:\s[^;&|]*)?$/;
  const [, program] = alone.exec(editor) ?? [];
  return program === undefined ? "" : `command -v ${program} >/dev/null 2>&1 || exit ${notFound}\n`;
}
