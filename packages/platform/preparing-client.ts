import { hashHex } from '@belfry/kernel/ids';
import pg from 'pg';
import { BoundedClient } from './bounded-client.ts';

/** So many statements a connection keeps; those that come later are planned each time, as all are behind a pool. */
const mostKept = 400;
/** A text that comes only once or twice is not worth keeping. */
const keptFromUse = 3;
/** Of so many texts the uses are counted: some are made anew for every request. */
const mostCounted = 4 * mostKept;

/**
 * A connection to PostgreSQL itself that keeps the statements it is given often: PostgreSQL reads them once, and plans them
 * once where one plan is as good as one for each value. For what looks up a few rows by key that was most of the cost. Not
 * behind PgBouncer in transaction mode: there a connection is another one each time, and knows the statements of others.
 */
export class PreparingClient extends BoundedClient {
  readonly #uses = new Map<string, number>();
  /** Digests of the texts that are kept. */
  readonly #kept = new Map<string, string>();
  /** Part of the names, so that all are prepared anew where a table has changed under them. */
  #generation = 0;

  protected override asking([given, values, ...rest]: readonly unknown[]): readonly unknown[] {
    if (typeof given === 'string') {
      return Array.isArray(values) ? [{ ...this.#named(given), values }, ...rest] : [given, values, ...rest];
    }
    const { text, values: ofQuery, name } = given as pg.QueryConfig;
    const isToKeep = typeof text === 'string' && Array.isArray(ofQuery) && name === undefined;
    return [isToKeep ? { ...(given as object), ...this.#named(text) } : given, values, ...rest];
  }

  #named(text: string): { text: string; name?: string } {
    const kept = this.#kept.get(text) ?? this.#keep(text);
    return kept === null ? { text } : { text, name: `belfry_${this.#generation}_${kept}` };
  }

  /** @returns null for what has not come often enough, or too late */
  #keep(text: string): string | null {
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < keptFromUse) {
      if (uses > 1 || this.#uses.size < mostCounted) this.#uses.set(text, uses);
      return null;
    }
    if (this.#kept.size >= mostKept) return null;
    // The same in all connections, so that what PostgreSQL shows of them can be compared.
    const digest = hashHex([text]).slice(0, 16);
    this.#kept.set(text, digest);
    this.#uses.delete(text);
    return digest;
  }

  /** «cached plan must not change result type»: a migration has altered what a kept statement answers with. */
  protected override failed(error: unknown): void {
    super.failed(error);
    if (error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery') this.#generation += 1;
  }
}
