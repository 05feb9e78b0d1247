/** Where the executable is that end-to-end tests drive: built first when it is missing, or older than its sources. */
import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileBinary, hostTarget, root } from "../../scripts/binary.ts";

/** Resolves to its path. It is built at most once in a run. */
export function builtBinary(): Promise<string> {
  built ??= build();
  return built;
}

let built: Promise<string> | undefined;

async function build(): Promise<string> {
  const outfile = process.platform === "win32" ? "dist/chat.exe" : "dist/chat";
  const path = join(root, outfile);
  if ((await modifiedMs(path)) >= (await newestSourceMs())) return path;
  // Beside it first: an executable that runs cannot be written over.
  const fresh = `${outfile.replace(/\.exe$/, "")}-${process.pid}${outfile.endsWith(".exe") ? ".exe" : ""}`;
  await compileBinary({ outfile: fresh, target: await hostTarget() });
  await rename(join(root, fresh), path);
  return path;
}

async function newestSourceMs(): Promise<number> {
  const sources = await Array.fromAsync(new Bun.Glob("src/**/*.ts").scan({ cwd: root }));
  const times = await Promise.all(
    [...sources, "package.json", "scripts/binary.ts"].map((path) => modifiedMs(join(root, path))),
  );
  return Math.max(...times);
}

async function modifiedMs(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}
