import pg from 'pg';

/**
 * A connection that ends when a statement is not answered within its `query_timeout`. By itself node-postgres fails the
 * statement and keeps the connection, on which whatever comes next, be it ROLLBACK, waits for the same answer.
 */
export class BoundedClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: it stands for six overloads, whose types it leaves as they are.
  override query(...args: any[]): any {
    const answer = super.query(...(this.asking(args) as [string])) as unknown;
    // A pool that is asked by itself gives a callback, and ends the connection with any error.
    if (answer instanceof Promise) answer.catch((error: unknown) => this.failed(error));
    return answer;
  }

  /** What is asked in place of what was given to `query`. */
  protected asking(args: readonly unknown[]): readonly unknown[] {
    return args;
  }

  protected failed(error: unknown): void {
    // It has no code. While a statement is under way nobody is taken leave of: the socket is destroyed.
    if (error instanceof Error && error.message === 'Query read timeout') void this.end();
  }
}
