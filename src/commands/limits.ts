/** The limits of the command line. */

/** The name or address of a host. */
export const hostCharactersMax = 255;
/** A path in the file system. */
export const pathCharactersMax = 4_096;
/** Messages from before that are shown on coming into a room. */
export const backlogMessages = 20;
/** A settings file. */
export const settingsBytesMax = 16 * 1024;
/** Pipes: how long `send` and `history` go on without anything being taken or answered. */
export const pipeTimeoutMs = 30_000;
/** Pipes: what `tail` shows of before, when nobody says how much. */
export const tailLinesDefault = 10;
/** Leaves most of the 80 columns of a terminal to the texts. */
export const nameColumnsMax = 24;
/** A line of help, in columns. */
export const textColumnsMax = 80;
/** Between two lines about an upgrade that takes long. */
export const upgradeToldMs = 10_000;
