import type { Handled } from './messages.ts';

/** Grows by doubling, so that noting a piece costs next to nothing. */
export class HandledPieces {
  #columns: Handled = columnsFor(1 << 16);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(piece: number, atMs: number, tookMs: number): void {
    if (this.#count === this.#columns.pieces.length) this.#grow();
    const { pieces, atMs: ats, tookMs: tooks } = this.#columns;
    pieces[this.#count] = piece;
    ats[this.#count] = atMs;
    tooks[this.#count] = tookMs;
    this.#count += 1;
  }

  all(): Handled {
    const { pieces, atMs, tookMs } = this.#columns;
    return {
      pieces: pieces.slice(0, this.#count),
      atMs: atMs.slice(0, this.#count),
      tookMs: tookMs.slice(0, this.#count),
    };
  }

  #grow(): void {
    const larger = columnsFor(this.#count * 2);
    larger.pieces.set(this.#columns.pieces);
    larger.atMs.set(this.#columns.atMs);
    larger.tookMs.set(this.#columns.tookMs);
    this.#columns = larger;
  }
}

function columnsFor(length: number): Handled {
  return { pieces: new Int32Array(length), atMs: new Float64Array(length), tookMs: new Float64Array(length) };
}
