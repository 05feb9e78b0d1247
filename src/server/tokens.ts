/**
 * Tokens, with which a client resumes as the same person. A token is an identity and a MAC with the secret of this
 * server's store, so none has to be stored.
 */
import { timingSafeEqual } from "node:crypto";

export interface Tokens {
  readonly issue: (identity: string) => string;
  /** The identity that a token proves; undefined if it was not issued by this server. */
  readonly verify: (token: string) => string | undefined;
}

/** @param secret 32 bytes that only this server's store knows */
export function tokensOf(secret: Uint8Array): Tokens {
  const proofOf = (identity: string) =>
    new Bun.CryptoHasher("sha256", secret).update(identity).digest("base64url");
  return {
    issue: (identity) => `${identity}.${proofOf(identity)}`,
    verify(token) {
      const dot = token.lastIndexOf(".");
      const identity = token.slice(0, Math.max(0, dot));
      return dot > 0 && same(proofOf(identity), token.slice(dot + 1)) ? identity : undefined;
    },
  };
}

/** Compares in constant time. */
function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
