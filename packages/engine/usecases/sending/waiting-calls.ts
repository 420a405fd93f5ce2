import { type Lane, lanes } from '../../domain/lane.ts';

/**
 * What has been claimed and waits for a slot: of each lane in the order of its claims, and the prompt lane before the other.
 * That cannot hold up bulk for long: as long as there is any, a share of the claims is its own.
 */
export class WaitingCalls<Call> {
  readonly #lanes = lanes.map(() => new Fifo<Call>());

  get count(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.count, 0);
  }

  countIn(lane: Lane): number {
    return this.#lanes[lane]?.count ?? 0;
  }

  add(call: Call, lane: Lane): void {
    this.#lanes[lane]?.add(call);
  }

  /** Whose turn it is. */
  first(): Call | undefined {
    return this.#laneInTurn()?.first();
  }

  removeFirst(): void {
    this.#laneInTurn()?.removeFirst();
  }

  all(): Call[] {
    return this.#lanes.flatMap((lane) => lane.all());
  }

  #laneInTurn(): Fifo<Call> | undefined {
    return this.#lanes.find(({ count }) => count > 0);
  }
}

/** Removed ones stay in the array until they are half of it, so that none is moved more than once or twice. */
class Fifo<Item> {
  #items: Item[] = [];
  #removed = 0;

  get count(): number {
    return this.#items.length - this.#removed;
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  first(): Item | undefined {
    return this.#items[this.#removed];
  }

  removeFirst(): void {
    this.#removed += 1;
    if (this.#removed * 2 < this.#items.length) return;
    this.#items = this.all();
    this.#removed = 0;
  }

  all(): Item[] {
    return this.#items.slice(this.#removed);
  }
}
