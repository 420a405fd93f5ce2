import { connect } from 'node:net';
import { Transform } from 'node:stream';
import { startRelay } from '@belfry/testkit/chaos/relay';
import { testDatabase } from '@belfry/testkit/test-database';
import { expect, onTestFinished, test } from 'vitest';
import { inTransaction, openDatabase } from './database.ts';

/** A database behind a network that loses what the server says while it `isSilent`, and cuts nothing. */
async function openThroughNetwork() {
  const { url, close } = await testDatabase();
  onTestFinished(close);
  const server = new URL(url);
  const network = { isSilent: false };
  const relay = await startRelay({
    connectTo: () => connect({ host: server.hostname, port: Number(server.port) }),
    onTheWayBack: () =>
      new Transform({ transform: (bytes, _encoding, done) => (network.isSilent ? done() : done(null, bytes)) }),
  });
  onTestFinished(() => relay.close());
  const through = new URL(url);
  through.host = `127.0.0.1:${relay.port}`;
  return { network, url: through.href };
}

// The pool's clients are others where there is PgBouncer.
test.each(['direct', 'pooled'])('what is not answered in time fails, and its connection with it (%s)', async (way) => {
  const { network, url } = await openThroughNetwork();
  const pooledUrl = way === 'pooled' ? url : undefined;
  const database = openDatabase({ url, pooledUrl, poolMin: 0, poolMax: 2, answerWithinMs: 1000 });
  const pool = database.pools.engine;
  const unanswered = inTransaction(pool, async (tx) => {
    network.isSilent = true;
    await tx.query('SELECT 1').catch((error: Error) => expect(error.message).toBe('Query read timeout'));
    // Which would wait for as long again.
    await expect(tx.query('SELECT 2')).rejects.not.toThrow('Query read timeout');
    throw new Error('given up');
  });
  await expect(unanswered).rejects.toThrow('given up');
  expect(pool.totalCount).toBe(0);
  network.isSilent = false;
  expect((await inTransaction(pool, (tx) => tx.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  network.isSilent = true;
  await expect(pool.query('SELECT 1')).rejects.toThrow('Query read timeout');
  expect(pool.totalCount).toBe(0);
  await database.close();
});
