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
