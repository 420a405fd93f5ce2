import type { QueryKey } from '@tanstack/react-query';

/** What each announcement of the stream makes out of date; `*` is everything: announcements may have been lost. */
const stale: Record<string, readonly QueryKey[]> = {
  // What has fired moves its schedule's next time; what ended badly leaves a letter.
  occurrences: [
    ['occurrences'],
    ['schedules'],
    ['dead-letters'],
    ['inbox'],
    ['tally'],
    ['warnings'],
    ['greetings', 'plan'],
  ],
  messages: [['messages'], ['inbox'], ['handsets'], ['tally']],
  clock: [['me'], ['tally'], ['warnings']],
  playground: [['playground'], ['tally']],
  schedules: [['schedules'], ['occurrences'], ['warnings']],
  // Who can be reached decides what policies would do.
  people: [['people'], ['inbox'], ['policies'], ['handsets'], ['warnings'], ['greetings', 'plan']],
  policies: [['policies'], ['warnings']],
  greetings: [['greetings']],
  '*': [[]],
};

/** The queries to fetch again after these announcements, each once; a topic of a newer server touches nothing. */
export function staleKeys(topics: Iterable<string>): QueryKey[] {
  const keys = [...topics].flatMap((topic) => stale[topic] ?? []);
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}

/** The topic of one announcement's data, or null if it is none. */
export function topicOf(data: string): string | null {
  try {
    const change: unknown = JSON.parse(data);
    if (typeof change !== 'object' || change === null || !('topic' in change)) return null;
    return typeof change.topic === 'string' ? change.topic : null;
  } catch {
    return null;
  }
}
