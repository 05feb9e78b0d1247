/** A small cache by variant. */
import { variantsMax } from "./limits.ts";

export class Variants<Value> {
  readonly #kept: { readonly variant: string; value: Value }[] = [];

  get(variant: string): Value | undefined {
    for (const kept of this.#kept) if (kept.variant === variant) return kept.value;
    return undefined;
  }

  /** Evicts the oldest variant beyond the bound. */
  put(variant: string, value: Value): void {
    const known = this.#kept.find((kept) => kept.variant === variant);
    if (known !== undefined) known.value = value;
    else if (this.#kept.push({ variant, value }) > variantsMax) this.#kept.shift();
  }
}
