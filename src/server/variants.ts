/** What is kept once for each variant of the wire formats, for the few that were asked for last. */
import { variantsMax } from "./limits.ts";

export class Variants<Value> {
  readonly #kept: { readonly variant: string; value: Value }[] = [];

  get(variant: string): Value | undefined {
    for (const kept of this.#kept) if (kept.variant === variant) return kept.value;
    return undefined;
  }

  /** Of too many, the one that was put first goes. */
  put(variant: string, value: Value): void {
    const known = this.#kept.find((kept) => kept.variant === variant);
    if (known !== undefined) known.value = value;
    else if (this.#kept.push({ variant, value }) > variantsMax) this.#kept.shift();
  }
}
