/** What a client can take beyond the protocol of 0.1.0, as it names it at its login. */

/** A client that names nothing is never sent a kind of entry or an event that 0.1.0 does not know. */
export const clientCapabilities = ["crowd_notices"] as const;
export type ClientCapability = (typeof clientCapabilities)[number];
