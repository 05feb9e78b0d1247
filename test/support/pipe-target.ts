/** Where a program in a pipe goes, over TCP on this machine. */
import type { PipeTarget } from "../../src/client/pipe/pipe-session.ts";
import { processPipePorts } from "../../src/client/process-ports.ts";
import { en } from "../../src/locale/en.ts";
import { Sink } from "./sink.ts";

/** @param changed what is not to be a session of `ann` in the lobby that nobody ends */
export function pipeTarget(port: number, changed: Partial<PipeTarget> = {}): PipeTarget {
  const host = "127.0.0.1";
  return {
    host,
    port,
    nickname: "ann",
    room: "lobby",
    catalogue: en,
    ports: processPipePorts(host, port, {}),
    stderr: new Sink(),
    signal: new AbortController().signal,
    ...changed,
  };
}
