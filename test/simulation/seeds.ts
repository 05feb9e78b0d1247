/** Seeds that once failed, each with what it found: they are run again, always. */
export const seeds: readonly (readonly [seed: number, found: string])[] = [
  [9, "what waited for the earlier messages of a room was never shown when the line broke before they came"],
  [15, "a v2 member who ignores the room had classic members sent v2 frames"],
  [31, "the same, met by a second classic member"],
  [59, "a slow reader who left a room was never told that what it had said there was taken"],
  [106, "the same for one message"],
  [156, "a private message that was sent again after its target had gone was refused, though it was kept"],
  [252, "a private message that was sent again reached a stranger who had taken the nickname"],
  [317, "a ghost that closed late took the mailbox's tail away from the session that was reading it"],
  [501, "a slow reader who ignored the room was never told that what it had said was taken"],
  [677, "a login that was long on its way threw out the client's own later connection"],
  [950, "on a full disk, a message that was kept already was refused when it was sent again"],
];

/** The same among people who come back to where they were. */
export const returningSeeds: typeof seeds = [
  [3, "what was not shown yet when the program was killed counted as seen"],
  [9, "what waited for the earlier messages of a room that one had just come into counted as seen"],
  [56, "a refusal that was not shown yet when the program was killed was never shown"],
  [241, "what was read back of a private conversation was shown once more when it came by itself"],
  [
    109_026,
    "what was said to a room behind joining it, and not sent before the program was killed, was refused",
  ],
  [301, "what was said between two new nicknames was never known to be one's own, or acknowledged"],
  [711_762, "the checker forgot what was shown of a room that was left and joined again in one step"],
];
