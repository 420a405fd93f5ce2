import { type Unseen, unseenByAny } from './unseen.ts';
import { afterKey, compareKeys, type WakeupKey } from './wakeup-key.ts';

/** So many rows are remembered; where more come behind one that stays open, the audit looks for itself. */
const mostRemembered = 20_000;

/** Everything before `key` is explained but for what the unseen transactions have inserted. */
interface Reached {
  key: WakeupKey;
  unseen: Unseen;
}

interface ReadRow {
  row: WakeupKey;
  /** Whose rows, at any key, were not visible to the read that brought it. */
  unseen: Unseen;
}

/**
 * What a process has read of one lane, in the order of the lane, and what it knows to be explained: that much an audit
 * need not ask the database about.
 */
export class Progress {
  #rows: ReadRow[] = [];
  /** Nothing is left out between this key and the first row. */
  #since: WakeupKey | null = null;
  /** The rows that are not explained, as far as is known. */
  readonly #open = new Set<WakeupKey>();

  /** @param rows as they were read behind `cursor`, with nothing left out between */
  add(cursor: WakeupKey, rows: readonly WakeupKey[], unseen: Unseen): void {
    if (this.#rows.length + rows.length > mostRemembered) this.#forget();
    if (this.#rows.length === 0) this.#since = cursor.seq < 0 ? cursor : afterKey(cursor);
    for (const row of rows) {
      this.#rows.push({ row, unseen });
      this.#open.add(row);
    }
  }

  explain(row: WakeupKey): void {
    this.#open.delete(row);
  }

  /**
   * How far everything is explained where it is before `mark`. What commits behind that while it is being read no read of
   * its neighbours has shown: it is looked for by its transaction, as any of these reads has not seen it.
   */
  before(mark: Reached): Reached {
    if (!this.#since || compareKeys(mark.key, this.#since) < 0) return mark;
    const open = this.#rows.findIndex(({ row }) => this.#open.has(row) && compareKeys(row, mark.key) >= 0);
    const done = this.#rows.splice(0, open < 0 ? this.#rows.length : open);
    for (const { row } of done) this.#open.delete(row);
    const passed = done.filter(({ row }) => compareKeys(row, mark.key) >= 0);
    const last = passed.at(-1);
    if (!last) return mark;
    const key = afterKey(last.row);
    this.#since = key;
    return { key, unseen: unseenByAny([mark.unseen, ...new Set(passed.map(({ unseen }) => unseen))]) };
  }

  #forget(): void {
    this.#rows = [];
    this.#open.clear();
  }
}
