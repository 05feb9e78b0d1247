/**
 * The ports of somebody at this machine: TCP, its clock, calendar and files, its editor and its job control.
 */
import { userInfo } from "node:os";
import type { Catalogue } from "../locale/catalogue.ts";
import { localCalendar, systemClock, systemRuntime } from "./clock.ts";
import { Identity } from "./identity/identity.ts";
import { stateFolder } from "./identity/platform-folders.ts";
import type { ClientPorts, PipePorts } from "./ports.ts";
import type { Preferences } from "./preferences.ts";
import { tcpConnect } from "./socket.ts";
import { draftFile } from "./terminal/input/draft-file.ts";
import { externalEditor } from "./terminal/input/external-editor.ts";
import { inputHistoryFile } from "./terminal/input/input-history-file.ts";
import { processJobControl } from "./terminal/screen/job-control.ts";

export interface ProcessPortsOptions {
  readonly host: string;
  readonly port: number;
  readonly catalogue: Pick<Catalogue, "languageTag">;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly preferences: Pick<Preferences, "inputHistory">;
}

/** Opens no file yet. */
export function processPorts(options: ProcessPortsOptions): ClientPorts {
  const { host, port, catalogue, environment, preferences } = options;
  const folder = stateFolder(environment);
  const store = new Identity({ folder, host, port });
  const keepsTyping = preferences.inputHistory;
  return {
    connect: tcpConnect(host, port),
    runtime: systemRuntime,
    calendar: localCalendar(catalogue.languageTag),
    store,
    openInputHistory: keepsTyping && folder !== undefined ? () => inputHistoryFile(folder) : undefined,
    openDraft: keepsTyping ? () => draftFile(() => store.pathFor("draft"), systemClock) : undefined,
    openEditor: externalEditor(environment),
    jobControl: processJobControl(),
  };
}

export function processPipePorts(
  host: string,
  port: number,
  environment: Readonly<Record<string, string | undefined>>,
): PipePorts {
  return { connect: tcpConnect(host, port), runtime: systemRuntime, userName: userName(environment) };
}

/** A user without an entry in the system's list, as in some containers, has no name. */
function userName({ LOGNAME = "" }: Readonly<Record<string, string | undefined>>): string {
  try {
    // Bun reads $USER alone, and says "unknown" without it, as under cron and in containers.
    const { username } = userInfo();
    return username === "unknown" ? LOGNAME : username;
  } catch {
    return "";
  }
}
