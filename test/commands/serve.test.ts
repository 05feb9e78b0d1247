/** What the flags of `chat serve` tell the server. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { parseArguments } from "../../src/commands/arguments.ts";
import type { Environment } from "../../src/commands/command.ts";
import { serveCommand, serveOptions } from "../../src/commands/serve.ts";
import { en } from "../../src/locale/en.ts";

function optionsOf(parameters: readonly string[], environment: Environment = {}) {
  const parsed = parseArguments(serveCommand, parameters, environment);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const signal = new AbortController().signal;
  return serveOptions(parsed.given, { environment, ...streams, signal, language: "en", catalogue: en });
}

test("serveOptions has the defaults of the old room", () => {
  expect(optionsOf([])).toMatchObject({
    port: 12_231,
    host: "0.0.0.0",
    name: "chat",
    language: "en",
    logLevel: "info",
    logFormat: "text",
    httpPort: 12_232,
  });
});

test("serveOptions takes every flag", () => {
  const flags = "--port 0 --host ::1 --name Hall --log-level debug --log-format json --http-port 0".split(
    " ",
  );
  expect(optionsOf(flags)).toMatchObject({
    port: 0,
    host: "::1",
    name: "Hall",
    logLevel: "debug",
    logFormat: "json",
    httpPort: 0,
  });
});

test("serveOptions has no HTTP port with --no-http, whatever --http-port says", () => {
  expect(optionsOf(["--http-port", "80", "--no-http"]).httpPort).toBeUndefined();
});
