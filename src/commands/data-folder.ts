/**
 * Where the platform keeps a program's data when nobody said where. Must not know what is kept.
 */
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder of `chat serve`, for this person on this machine.
 *
 * @source XDG Base Directory Specification 0.8 (Linux); Apple's File System Programming Guide; Windows' known folders
 */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = environment["HOME"] ?? homedir();
  if (platform === "darwin") return join(home, "Library", "Application Support", "chat");
  if (platform === "win32")
    return join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "chat");
  const data = environment["XDG_DATA_HOME"] ?? "";
  // The specification has relative paths ignored.
  return join(data.startsWith("/") ? data : join(home, ".local", "share"), "chat");
}
