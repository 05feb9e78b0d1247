/** The limits of the wire: both sides keep to them, so they are constants and never flags. PROTOCOL.md lists them. */

/** The port of the room, as the old Python room had it. */
export const portDefault = 12_231;
/**
 * A frame from a client; longer ones are answered with an error and skipped, never kept. A message of `messageBytesMax`
 * fits however its JSON is written: as `\u000a`, each byte of it takes six. The rest is for the other fields, the 64 rooms
 * of a login included.
 */
export const frameBytesMax = 80 * 1024;
/** Of a frame that is too long, its beginning and its end, in which the type and the key of the request are looked for. */
export const edgeBytesMax = 2 * 1024;
/**
 * The frame limit of a server that does not name one at login: those of 0.1.0, which answer a longer frame without its key.
 * Clients keep to it there.
 */
export const requestBytesMax = 16 * 1024;
/** Nesting inside a frame: requests are flat, so anything deeper is an attack on a recursive reader. */
export const frameDepthMax = 8;
/** A frame from a server, as a client accepts it: a list of ten thousand nicknames fits. */
export const serverFrameBytesMax = 4 * 1024 * 1024;
/** A message after cleaning, in UTF-8. */
export const messageBytesMax = 12 * 1024;
/** A sender's own id for a message. */
export const keyCharactersMax = 64;
/** A nickname, in what a reader sees as characters (grapheme clusters), and in UTF-8. */
export const nicknameGraphemesMax = 32;
export const nicknameBytesMax = 256;
/** Marks stacked on one letter; scripts in use need up to five, more only smears over other lines. */
export const combiningMarksMax = 8;
/** What one `recv` of the old client takes: one object, no longer than this, per write. */
export const classicFrameBytesMax = 1024;
/** Malformed frames a session may send before it is closed; each well-formed one forgives one. */
export const faultsMax = 10;
/** From accept to a successful login. */
export const loginTimeoutMs = 30_000;
/** From the first byte of a frame to its last. */
export const frameTimeoutMs = 15_000;
/** From a goodbye to the end, for a peer that does not read it. */
export const closeTimeoutMs = 5_000;
/** In a room of more members, joins and leaves are not announced to v2 sessions: ten thousand make a hundred million. */
export const noticeMembersMax = 200;
/** Rooms that one session may be in at once, the lobby included. */
export const roomsPerSessionMax = 64;
/** Rooms of a server, empty ones with a topic included: their list fits into a frame that a client reads. */
export const roomsMax = 4_000;
/** A room's topic. */
export const topicCharactersMax = 200;
/** What somebody says about being away. */
export const awayCharactersMax = 200;
/** What a login gave for coming back, as long as it may be when it is shown again. */
export const tokenCharactersMax = 256;
/** Names in the `can` of a login, known ones and others. */
export const capabilitiesMax = 64;
/** Entries in one answer to `history` or `search`, unasked and at most; fewer when they are long. */
export const historyEntriesDefault = 50;
export const historyEntriesMax = 500;
export const historyBytesMax = 256 * 1024;
/** Words to search for. */
export const queryCharactersMax = 256;
/** How long a member who lost the line stays in the room, so that a short break is no leave and join. */
export const graceMs = 30_000;
/** A server's version. */
export const versionCharactersMax = 64;
/** A sentence of a server, in UTF-8: help, a refusal, what an old server says. */
export const sentenceBytesMax = 16 * 1024;
/** A nickname in the text of an old server, which has no bound for it but what it reads at once, in UTF-8. */
export const classicNameBytesMax = 1024;
/** Members in one list, as a client accepts it: more do not fit into a frame, however short their nicknames. */
export const membersListedMax = serverFrameBytesMax / 32;
/** The text of an old server's list of members, in UTF-8. */
export const classicListBytesMax = 256 * 1024;
/** A server's name for people: short enough for the greeting, which an old client reads in one piece. */
export const serverNameCharactersMax = 64;
/** A user's value inside a sentence about it, in UTF-16 units. */
export const excerptUnitsMax = 40;
