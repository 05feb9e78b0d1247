/** Constants that the build defines, with defaults for a run from source. */

declare const CHAT_VERSION: string;
declare const CHAT_COMMIT: string;
declare const CHAT_TARGET: string;

/** The version from `package.json`, the commit of the build, and its target platform. */
export const version = typeof CHAT_VERSION === "string" ? CHAT_VERSION : "0.0.0-source";
export const commit = typeof CHAT_COMMIT === "string" ? CHAT_COMMIT : "unknown";
export const target = typeof CHAT_TARGET === "string" ? CHAT_TARGET : `${process.platform}-${process.arch}`;
