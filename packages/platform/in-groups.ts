interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Small things of one kind done together, as PostgreSQL commits in groups: whatever comes while one group is under way
 * makes up the next. Who is alone waits for nobody.
 */
export class InGroups<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #most: number;
  #waiting: Waiting<Item, Result>[] = [];
  #count = 0;
  #isUnderWay = false;

  /**
   * @param work answers with a result for each item, in their order, or with a promise of one, which the next group does not
   * wait for; what it throws everybody of the group is told
   */
  constructor(work: (items: readonly Item[]) => Promise<readonly Result[]>, most: number) {
    this.#work = work;
    this.#most = most;
  }

  /** How many have no result yet. */
  count(): number {
    return this.#count;
  }

  add(item: Item): Promise<Result> {
    this.#count += 1;
    const result = new Promise<Result>((resolve, reject) => this.#waiting.push({ item, resolve, reject }));
    // What the same turn of the event loop brings belongs to the first group already.
    if (!this.#isUnderWay) setImmediate(() => this.#workOff());
    this.#isUnderWay = true;
    return result;
  }

  async #workOff(): Promise<void> {
    while (this.#waiting.length > 0) await this.#do(this.#waiting.splice(0, this.#most));
    this.#isUnderWay = false;
  }

  async #do(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(group.map(({ item }) => item));
      this.#count -= group.length;
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      this.#count -= group.length;
      for (const { reject } of group) reject(error);
    }
  }
}
