/** How many may be inside at once, under one name. */
export interface Bulkhead {
  name: string;
  most: number;
}

/**
 * Counts who is inside of what, so that whoever takes long fills a compartment of their own and not the ship. Remembers
 * nothing of a compartment that is empty.
 */
export class Bulkheads {
  readonly #inside = new Map<string, number>();

  /**
   * Enters all of them, or none where one is full.
   * @returns what leaves them again; null where it may not enter
   */
  enter(bulkheads: readonly Bulkhead[]): (() => void) | null {
    if (bulkheads.some(({ name, most }) => this.open(name) >= most)) return null;
    for (const { name } of bulkheads) this.#inside.set(name, this.open(name) + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      for (const { name } of bulkheads) this.#leave(name);
    };
  }

  /** How many are inside. */
  open(name: string): number {
    return this.#inside.get(name) ?? 0;
  }

  #leave(name: string): void {
    const left = this.open(name) - 1;
    if (left > 0) this.#inside.set(name, left);
    else this.#inside.delete(name);
  }
}
