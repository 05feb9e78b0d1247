/** How the executable is made: one recipe for the build of this machine and for all targets of a release. */
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import packageFile from "../package.json" with { type: "json" };

/** The project's folder, wherever a script was started. */
export const root = resolve(import.meta.dir, "..");

/** Bun's name of a platform, and the short one that `chat --version` and file names show. */
export interface Target {
  readonly name: string;
  readonly bun?: Bun.Build.CompileTarget;
}

/** What is made, and where; paths are relative to the project. `entry` is only for tests of the recipe. */
export interface Recipe {
  readonly outfile: string;
  readonly target: Target;
  readonly entry?: string;
}

/**
 * Compiles the program into one file. Bun fetches its own executable for a
 * foreign target from the package registry and keeps it in its cache.
 *
 * All four autoloads are off: else the executable would run the `preload` of a `bunfig.toml` and take variables from a
 * `.env` in whatever folder it is started in. Names are not minified: they are a thousandth of the file, and a stack
 * trace without them says little. The source map is inside the
 * file, so the copy beside it goes.
 */
export async function compileBinary({ outfile, target, entry = "src/main.ts" }: Recipe): Promise<void> {
  const result = await Bun.build({
    entrypoints: [resolve(root, entry)],
    target: "bun",
    format: "esm",
    bytecode: true,
    sourcemap: "inline",
    minify: { whitespace: true, syntax: true, identifiers: false },
    define: {
      CHAT_VERSION: JSON.stringify(packageFile.version),
      CHAT_COMMIT: JSON.stringify(commit()),
      CHAT_TARGET: JSON.stringify(target.name),
      "process.env.NODE_ENV": JSON.stringify("production"),
    },
    compile: {
      ...(target.bun === undefined ? {} : { target: target.bun }),
      outfile: resolve(root, outfile),
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  });
  for (const log of result.logs) console.error(log);
  await rm(resolve(root, `${outfile.replace(/\.exe$/, "")}.map`), { force: true });
}

/** This machine, in the names of a release. Which C library it has, the running executable says: its own loader. */
export async function hostTarget(): Promise<Target> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const start = await Bun.file(process.execPath).slice(0, 4096).text();
  return { name: `${system}-${process.arch}${start.includes("/ld-musl-") ? "-musl" : ""}` };
}

/** The commit of the project's own repository, with `-dirty` when files differ from it; "unknown" outside of one. */
function commit(): string {
  const top = git(["rev-parse", "--show-prefix"]);
  if (top !== "") return "unknown";
  return git(["describe", "--always", "--dirty", "--abbrev=7", "--exclude=*"]) || "unknown";
}

function git(parameters: readonly string[]): string | undefined {
  if (Bun.which("git") === null) return undefined;
  const run = Bun.spawnSync(["git", ...parameters], { cwd: root, stderr: "ignore" });
  return run.success ? run.stdout.toString().trim() : undefined;
}
