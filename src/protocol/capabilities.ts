/** What a client supports beyond the protocol of 0.1.0, as named at its login. */

/** A client that names none is never sent a kind of entry or an event that 0.1.0 does not know. */
export const clientCapabilities = ["crowd_notices", "gaps", "member_counts"] as const;
export type ClientCapability = (typeof clientCapabilities)[number];
