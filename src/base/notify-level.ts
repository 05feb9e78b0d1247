/** When a conversation notifies its reader. */

/** At every message; at those that name the reader and direct ones; or never. */
export const notifyLevels = ["all", "mentions", "off"] as const;
export type NotifyLevel = (typeof notifyLevels)[number];

/** Where nobody chose another one. */
export const notifyLevelDefault: NotifyLevel = "mentions";
