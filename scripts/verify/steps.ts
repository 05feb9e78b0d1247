/** The checks before the tests, in stages: the steps of a stage do not depend on each other and run at the same time. */

export interface Step {
  readonly name: string;
  /** What Bun is started with. */
  readonly parameters: readonly string[];
}

export const install: Step = { name: "install", parameters: ["install", "--frozen-lockfile"] };

export const staticChecks: readonly Step[] = [
  { name: "format", parameters: ["fmt", "--check"] },
  { name: "types of src", parameters: ["check", "-p", "src"] },
  { name: "types of test", parameters: ["check", "-p", "test"] },
  { name: "types of scripts", parameters: ["check", "-p", "scripts"] },
  {
    name: "lint",
    parameters: tool("oxlint", "-c", "scripts/oxlint.config.ts", "--deny-warnings", "src", "test", "scripts"),
  },
  { name: "dead code", parameters: tool("knip", "--no-progress", "--no-config-hints") },
];

/** The end-to-end tests drive what it makes. */
export const build: Step = { name: "build", parameters: ["scripts/build.ts"] };

/** A tool of the lock file, run by Bun itself, so that neither Node nor a search path is needed. */
function tool(name: string, ...parameters: readonly string[]): readonly string[] {
  return ["x", "--bun", "--no-install", name, ...parameters];
}
