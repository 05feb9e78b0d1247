/**
 * How the executable is made: one recipe for the build of this machine and for all targets of a release. Must not know
 * which targets there are.
 */
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import packageFile from "../package.json" with { type: "json" };

/** The project's folder, wherever a script was started. */
export const root = resolve(import.meta.dir, "..");

/** Bun's name of a platform, and the short one that `chat --version` and file names show. */
export interface Target {
  readonly name: string;
  readonly bun?: Bun.Build.CompileTarget;
}

/**
 * Compiles `src/main.ts` into one file at `outfile` (relative to the project). Bun fetches its own executable for a
 * foreign target from the package registry and keeps it in its cache.
 *
 * All four autoloads are off: else the executable would run the `preload` of a `bunfig.toml` and take variables from a
 * `.env` in whatever folder it is started in. Names are not minified: they are a thousandth of the file, and a stack
 * trace without them says little. The source map is inside the
 * file, so the copy beside it goes.
 */
export async function compileBinary(outfile: string, target: Target): Promise<void> {
  const result = await Bun.build({
    entrypoints: [join(root, "src/main.ts")],
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
      outfile: join(root, outfile),
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  });
  for (const log of result.logs) console.error(log);
  await rm(join(root, `${outfile.replace(/\.exe$/, "")}.map`), { force: true });
}

/** This machine, in the names of a release. */
export function hostTarget(): Target {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const musl = process.platform === "linux" && "musl" === libc() ? "-musl" : "";
  return { name: `${system}-${process.arch}${musl}` };
}

function libc(): string {
  const glibc = Bun.spawnSync(["getconf", "GNU_LIBC_VERSION"], { stderr: "ignore" });
  return glibc.success ? "glibc" : "musl";
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
