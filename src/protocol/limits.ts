/** The limits of the wire. Both sides keep to them, so they are constants and never flags. PROTOCOL.md lists them. */

/** How long a message's key is remembered, at least: 180 days from its commit, in milliseconds. */
export const keyMemoryMs = 180 * 86_400_000;
/** Epochs that a reader names at its login, and a server in the answer: the newest. */
export const epochsToldMax = 16;
/** Characters of the id of an epoch. */
export const epochIdCharacters = 22;
/** The default port, that of the old Python server. */
export const portDefault = 12_231;
/**
 * A frame from a client; longer ones are refused and skipped, never kept. A message of `messageBytesMax` fits however
 * its JSON is written: as `\u000a`, each byte takes six. The rest is for the other fields, including the 64 rooms of
 * a login.
 */
export const frameBytesMax = 80 * 1024;
/** The first and the last bytes of a frame that is too long, which are searched for the request's type and key. */
export const edgeBytesMax = 2 * 1024;
/**
 * The frame limit of a server that does not name one at login: that of 0.1.0, which answers a longer frame without
 * its key.
 */
export const requestBytesMax = 16 * 1024;
/** Nesting inside a frame. Requests are flat, so anything deeper is an attack on a recursive parser. */
export const frameDepthMax = 8;
/** A frame from a server, as a client accepts it: a list of ten thousand nicknames fits. */
export const serverFrameBytesMax = 4 * 1024 * 1024;
/** A message after cleaning, in UTF-8. */
export const messageBytesMax = 12 * 1024;
/** A sender's id for a message. */
export const keyCharactersMax = 64;
/** A nickname, in grapheme clusters (what a reader sees as characters), and in UTF-8. */
export const nicknameGraphemesMax = 32;
export const nicknameBytesMax = 256;
/** Combining marks on one letter. Scripts in use need up to five; more only covers other lines. */
export const combiningMarksMax = 8;
/** What one `recv` of the old client takes: one object, no longer than this, per write. */
export const classicFrameBytesMax = 1024;
/** Malformed frames until a session is closed; each well-formed one forgives one. */
export const faultsMax = 10;
/** From accept to a successful login. */
export const loginTimeoutMs = 30_000;
/** From the first byte of a frame to its last. */
export const frameTimeoutMs = 15_000;
/** From a goodbye until the connection is dropped, for a peer that does not read it. */
export const closeTimeoutMs = 5_000;
/**
 * In a room with more members, joins and leaves are not announced to v2 sessions: ten thousand would mean a hundred
 * million notices.
 */
export const noticeMembersMax = 200;
/** Rooms of one session at once, including the lobby. */
export const roomsPerSessionMax = 64;
/** Rooms of a server, including empty ones with a topic: their list fits in a frame that a client reads. */
export const roomsMax = 4_000;
/** A room's topic. */
export const topicCharactersMax = 200;
/** An away message. */
export const awayCharactersMax = 200;
/** A token of an earlier login. */
export const tokenCharactersMax = 256;
/** Names in the `can` of a login, known or unknown. */
export const capabilitiesMax = 64;
/** Entries in an answer to `history` or `search`, by default and at most; fewer if they are long. */
export const historyEntriesDefault = 50;
export const historyEntriesMax = 500;
export const historyBytesMax = 256 * 1024;
/** A search query. */
export const queryCharactersMax = 256;
/**
 * The grace period: how long a member who lost the connection stays in the room, so that a short interruption is no
 * leave and join.
 */
export const graceMs = 30_000;
/** A server's version. */
export const versionCharactersMax = 64;
/** A sentence of a server, in UTF-8: help, a refusal, a text of an old server. */
export const sentenceBytesMax = 16 * 1024;
/** A nickname in the text of an old server, in UTF-8. Its only bound is what the server reads at once. */
export const classicNameBytesMax = 1024;
/** Members in one list, as a client accepts it: more do not fit in a frame, however short their nicknames. */
export const membersListedMax = serverFrameBytesMax / 32;
/** The list of members of an old server, in UTF-8. */
export const classicListBytesMax = 256 * 1024;
/** A server's name for people: short enough for the greeting, which an old client reads in one piece. */
export const serverNameCharactersMax = 64;
/** A user's value quoted in a sentence, in UTF-16 units. */
export const excerptUnitsMax = 40;
/** The first buffer for a frame that arrives in several chunks; it doubles as the frame grows. */
export const frameBufferBytesMin = 256;
