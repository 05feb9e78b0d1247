/**
 * Where the platform keeps a program's files when nobody said where: undefined for a user who has no home folder, of whom
 * nothing can be kept.
 *
 * @source XDG Base Directory Specification 0.8 (Linux); Apple's File System Programming Guide; Windows' known folders
 */
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a room keeps: its messages. */
export function dataFolder(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  return folderOf(environment, platform, { variable: "XDG_DATA_HOME", fallback: [".local", "share"] });
}

/** What somebody's client remembers between two runs. */
export function stateFolder(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  return folderOf(environment, platform, { variable: "XDG_STATE_HOME", fallback: [".local", "state"] });
}

/** What somebody wrote to set their client. On Windows it goes along to other machines. */
export function configFolder(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  return folderOf(environment, platform, {
    variable: "XDG_CONFIG_HOME",
    fallback: [".config"],
    roaming: true,
  });
}

interface Kind {
  /** For Linux, and where it says nothing. */
  readonly variable: string;
  readonly roaming?: boolean;
  readonly fallback: readonly string[];
}

function folderOf(environment: Environment, platform: NodeJS.Platform, kind: Kind): string | undefined {
  const home = homeOf(environment);
  if (platform === "darwin") return within(home, "Library", "Application Support", "chat");
  const { variable, fallback, roaming = false } = kind;
  if (platform === "win32") {
    const [name, folder] = roaming ? ["APPDATA", "Roaming"] : ["LOCALAPPDATA", "Local"];
    return within(environment[name] ?? within(home, "AppData", folder), "chat");
  }
  const named = environment[variable] ?? "";
  // The specification has relative paths ignored.
  return within(named.startsWith("/") ? named : within(home, ...fallback), "chat");
}

/** Undefined for a user without an entry in the system's list, as in some containers, whose HOME is not set either. */
function homeOf(environment: Environment): string | undefined {
  const named = environment["HOME"] ?? "";
  if (named !== "") return named;
  try {
    const home = homedir();
    return home === "" ? undefined : home;
  } catch {
    return undefined;
  }
}

function within(folder: string | undefined, ...names: readonly string[]): string | undefined {
  return folder === undefined ? undefined : join(folder, ...names);
}
