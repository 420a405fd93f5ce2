import { expect, test } from 'vitest';
import { shareStreams } from './shared-streams.ts';
import type { StreamNews } from './stream.ts';

function streams() {
  const opened: { url: string; isOpen: boolean; tell(news: StreamNews): void }[] = [];
  const shared = shareStreams((url, tell) => {
    const stream = { url, isOpen: true, tell };
    opened.push(stream);
    return () => {
      stream.isOpen = false;
    };
  });
  return { opened, ...shared };
}

function tab() {
  const heard: StreamNews[] = [];
  return { heard, postMessage: (news: StreamNews) => heard.push(news) };
}

test('tabs of one organisation share a stream, which is open as long as one of them is', () => {
  const { opened, join, leave } = streams();
  const [one, other] = [tab(), tab()];
  const wanted = { url: '/v1/stream', organisationId: 'a' };
  join(one, wanted);
  opened[0]?.tell({ type: 'hello' });
  join(other, wanted);
  opened[0]?.tell({ type: 'change', topic: 'people' });
  expect(opened).toHaveLength(1);
  const both = [{ type: 'hello' }, { type: 'change', topic: 'people' }];
  expect([one.heard, other.heard]).toEqual([both, both]);
  leave(one);
  expect(opened[0]?.isOpen).toBe(true);
  leave(other);
  expect(opened[0]?.isOpen).toBe(false);
});

test('whoever signs in to another organisation does not hear what an older tab still listens to', () => {
  const { opened, join, leave } = streams();
  const [before, after] = [tab(), tab()];
  join(before, { url: '/v1/stream', organisationId: 'a' });
  opened[0]?.tell({ type: 'hello' });
  join(after, { url: '/v1/stream', organisationId: 'b' });
  opened[0]?.tell({ type: 'change', topic: 'people' });
  expect(after.heard).toEqual([]);
  opened[1]?.tell({ type: 'change', topic: 'policies' });
  expect(after.heard).toEqual([{ type: 'change', topic: 'policies' }]);
  leave(before);
  expect(opened.map(({ isOpen }) => isOpen)).toEqual([false, true]);
});
