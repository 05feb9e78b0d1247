/**
 * What this program is: the constants that the build puts in, and what stands for them when the sources are run as
 * they are.
 */

declare const CHAT_VERSION: string;
declare const CHAT_COMMIT: string;
declare const CHAT_TARGET: string;

/** The version of `package.json`, the commit it was built from, and the platform it was built for. */
export const version = typeof CHAT_VERSION === "string" ? CHAT_VERSION : "0.0.0-source";
export const commit = typeof CHAT_COMMIT === "string" ? CHAT_COMMIT : "unknown";
export const target = typeof CHAT_TARGET === "string" ? CHAT_TARGET : `${process.platform}-${process.arch}`;
