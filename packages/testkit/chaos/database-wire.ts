import { connect } from 'node:net';
import { Transform } from 'node:stream';
import { type PostgresMessage, PostgresMessages } from './postgres-messages.ts';
import { startRelay } from './relay.ts';

export interface DatabaseWire extends AsyncDisposable {
  /** The database's, by way of this wire. */
  url: string;
  /**
   * The answer to each of the next so many commits of a transaction that holds this SQL is lost with its connection:
   * PostgreSQL has kept what the client will never know of.
   */
  loseCommits(sql: string, times: number): LostCommits;
}

interface LostCommits {
  /** No more of them, if there are any left. @returns how many have been lost */
  end(): number;
}

interface Loss {
  sql: string;
  left: number;
  lost: number;
}

/** What stands between a program and its database, and can cut the connection between a commit and its answer. */
export async function startDatabaseWire(databaseUrl: string): Promise<DatabaseWire> {
  const losses = new Set<Loss>();
  const losesCommitOf = (statements: readonly string[]) => {
    for (const loss of losses) {
      if (loss.left === 0 || !statements.some((statement) => statement.includes(loss.sql))) continue;
      loss.left -= 1;
      loss.lost += 1;
      return true;
    }
    return false;
  };
  const { hostname, port } = new URL(databaseUrl);
  const relay = await startRelay({
    connectTo: () => connect(Number(port), hostname),
    onTheWayBack(client, upstream) {
      const session = new Session();
      const fromClient = new PostgresMessages('client');
      client.on('data', (chunk: Buffer) => {
        for (const message of fromClient.read(chunk)) session.ask(message);
      });
      return answersOf(session, (statements) => {
        const isLost = losesCommitOf(statements);
        if (isLost) for (const socket of [client, upstream]) socket.destroy();
        return isLost;
      });
    },
  });
  const url = new URL(databaseUrl);
  url.port = String(relay.port);
  return {
    url: url.href,
    loseCommits(sql, times) {
      const loss = { sql, left: times, lost: 0 };
      losses.add(loss);
      return {
        end() {
          losses.delete(loss);
          return loss.lost;
        },
      };
    },
    [Symbol.asyncDispose]: () => relay.close(),
  };
}

/** Passes on what the server says; from the end of a command on it waits for the word that makes it a commit, or none. */
function answersOf(session: Session, isLost: (statements: readonly string[]) => boolean): Transform {
  const fromServer = new PostgresMessages('server');
  const held: Buffer[] = [];
  let isHolding = false;
  return new Transform({
    transform(chunk, _encoding, done) {
      const ready: Buffer[] = [];
      for (const message of fromServer.read(chunk)) {
        held.push(message.bytes);
        isHolding = message.type === commandComplete || (isHolding && message.type !== readyForQuery);
        const committed = session.answer(message);
        if (committed && isLost(committed)) return;
        if (!isHolding) ready.push(...held.splice(0));
      }
      done(null, ready.length > 0 ? Buffer.concat(ready) : undefined);
    },
  });
}

const [commandComplete, readyForQuery, errorResponse] = ['C', 'Z', 'E'];
const [parse, bind, query] = ['P', 'B', 'Q'];
/** Of a session that is in no transaction. */
const idle = 'I';

/** What a session has asked for since it was last idle. */
class Session {
  /** What it has prepared, by name; the last without one by the empty name. */
  readonly #prepared = new Map<string, string>();
  #statements: string[] = [];
  #lastCommand: string | null = null;

  ask({ type, body }: PostgresMessage): void {
    if (type === query) this.#statements.push(wordsOf(body)[0] ?? '');
    const [first = '', second = ''] = type === parse || type === bind ? wordsOf(body) : [];
    if (type === parse) this.#prepared.set(first, second);
    if (type === bind) this.#statements.push(this.#prepared.get(second) ?? '');
  }

  /** @returns the statements that have been committed, where this is the answer to it */
  answer({ type, body }: PostgresMessage): readonly string[] | null {
    if (type === commandComplete) this.#lastCommand = wordsOf(body)[0] ?? '';
    // Of a deferred constraint, an error comes after the end of its command.
    if (type === errorResponse) this.#lastCommand = null;
    if (type !== readyForQuery || body.toString() !== idle) return null;
    const isCommitted = this.#lastCommand !== null && this.#lastCommand !== 'ROLLBACK';
    const statements = this.#statements;
    this.#statements = [];
    this.#lastCommand = null;
    return isCommitted ? statements : null;
  }
}

function wordsOf(body: Buffer): string[] {
  return body.toString().split('\0');
}
