import type { QueryKey } from '@tanstack/react-query';

/** What each change makes out of date, whether the stream announces it or this page made it; `*` is everything: announcements may have been lost. */
const stale = {
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
  inbox: [['inbox']],
  clock: [['me'], ['tally'], ['warnings']],
  playground: [['playground'], ['tally']],
  schedules: [['schedules'], ['occurrences'], ['warnings']],
  // Their zone and their dates decide when anything comes; who can be reached decides what policies would do.
  people: [
    ['people'],
    ['schedules'],
    ['occurrences'],
    ['inbox'],
    ['policies'],
    ['handsets'],
    ['warnings'],
    ['greetings'],
  ],
  policies: [['policies'], ['warnings']],
  // A greeting is an occurrence of its person.
  greetings: [['greetings'], ['occurrences'], ['warnings']],
  // What would happen goes by them, too; a warning does not, for nobody is out of reach by what is switched off.
  settings: [['settings'], ['occurrences', 'timeline'], ['policies', 'simulation']],
  '*': [[]],
  // Announced by what they move.
  'holiday-calendars': [['holiday-calendars'], ['schedules'], ['occurrences'], ['warnings']],
  'dead-letters': [['dead-letters'], ['dead-letter-codes'], ['occurrences'], ['tally']],
} satisfies Record<string, readonly QueryKey[]>;

export type Topic = keyof typeof stale;

/** The queries to fetch again after these announcements, each once; a topic of a newer server touches nothing. */
export function staleKeys(topics: Iterable<string>): QueryKey[] {
  const keys = [...topics].flatMap((topic): readonly QueryKey[] => (isKnown(topic) ? stale[topic] : []));
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}

function isKnown(topic: string): topic is Topic {
  return Object.hasOwn(stale, topic);
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
