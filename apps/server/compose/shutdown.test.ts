import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Shutdown } from './shutdown.ts';

test('what fails to stop, or never does, is told and left, and the others stop in their turn', async () => {
  const told: string[] = [];
  const stopped: string[] = [];
  const shutdown = new Shutdown((_error, what) => told.push(what), 100);
  shutdown.add('the database', async () => stopped.push('the database'));
  shutdown.add('one whose host has vanished', () => new Promise(() => {}));
  shutdown.add('another', async () => stopped.push('another'));
  shutdown.add('a broken one', () => {
    throw new Error('broken');
  });
  await shutdown.run();
  expect(stopped).toEqual(['another', 'the database']);
  expect(told).toEqual(['a broken one', 'one whose host has vanished']);
});

test('how long leave is taken is no step’s loss', async () => {
  const told: string[] = [];
  const done: string[] = [];
  const shutdown = new Shutdown((_error, what) => told.push(what), 1500);
  shutdown.add('calls under way', async () => {
    await delay(1200);
    done.push('calls under way');
  });
  await shutdown.run(async () => {
    await delay(600);
    done.push('leave');
  });
  expect(done).toEqual(['leave', 'calls under way']);
  expect(told).toEqual([]);
});
