import { afterKey, compareKeys, type WakeupKey } from './wakeup-key.ts';

/** So many rows are remembered; where more come behind one that stays open, the audit looks for itself. */
const mostRemembered = 20_000;

/**
 * What a process has read of one lane, in the order of the lane, and what it knows to be explained: that much an audit
 * need not ask the database about.
 */
export class Progress {
  #rows: WakeupKey[] = [];
  /** Nothing is left out between this key and the first row. */
  #since: WakeupKey | null = null;
  /** The rows that are not explained, as far as is known. */
  readonly #open = new Set<WakeupKey>();

  /** @param rows as they were read behind `cursor`, with nothing left out between */
  add(cursor: WakeupKey, rows: readonly WakeupKey[]): void {
    if (this.#rows.length + rows.length > mostRemembered) this.#forget();
    if (this.#rows.length === 0) this.#since = cursor.seq < 0 ? cursor : afterKey(cursor);
    this.#rows.push(...rows);
    for (const row of rows) this.#open.add(row);
  }

  explain(row: WakeupKey): void {
    this.#open.delete(row);
  }

  /** Where everything before `mark` is explained, so is everything before the answer. */
  before(mark: WakeupKey): WakeupKey {
    if (!this.#since || compareKeys(mark, this.#since) < 0) return mark;
    const open = this.#rows.findIndex((row) => this.#open.has(row) && compareKeys(row, mark) >= 0);
    const done = this.#rows.splice(0, open < 0 ? this.#rows.length : open);
    for (const row of done) this.#open.delete(row);
    const last = done.at(-1);
    if (!last || compareKeys(last, mark) < 0) return mark;
    const reached = afterKey(last);
    this.#since = reached;
    return reached;
  }

  #forget(): void {
    this.#rows = [];
    this.#open.clear();
  }
}
