/** When a conversation notifies its reader. */

/** On every message; on direct messages and those that mention the reader; or never. */
export const notifyLevels = ["all", "mentions", "off"] as const;
export type NotifyLevel = (typeof notifyLevels)[number];

/** The level of a conversation for which none was chosen. */
export const notifyLevelDefault: NotifyLevel = "mentions";
