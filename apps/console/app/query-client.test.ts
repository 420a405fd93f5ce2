import { MutationObserver, onlineManager } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { createQueryClient } from './query-client.ts';

afterEach(() => onlineManager.setOnline(true));

test('what is pressed while the browser says offline is tried at once, and not kept for later', async () => {
  const client = createQueryClient();
  client.mount();
  onlineManager.setOnline(false);
  const sent: string[] = [];
  const mutation = new MutationObserver(client, {
    mutationFn: async (what: string) => {
      sent.push(what);
      throw new Error('unreachable');
    },
  });
  const press = mutation.mutate('a press').catch(() => 'failed');
  const queried = client.fetchQuery({ queryKey: ['x'], queryFn: async () => 'an answer' });
  await expect.poll(() => sent).toEqual(['a press']);
  expect(await press).toBe('failed');
  expect(await queried).toBe('an answer');
  client.unmount();
});
