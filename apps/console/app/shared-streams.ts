import type { openStream, StreamNews } from './stream.ts';

/** A tab, as its worker sees it. */
interface Listener {
  postMessage(news: StreamNews): void;
}

/** Whose news it is: a stream goes on as whoever opened it, whatever session the next tab has. */
export interface Wanted {
  url: string;
  organisationId: string;
}

interface Shared {
  listeners: Set<Listener>;
  /** Whether it is live; null until that is known. */
  state: StreamNews | null;
  close(): void;
}

/** One stream for all who want the same: it is open as long as somebody listens. */
export function shareStreams<Tab extends Listener>(open: typeof openStream) {
  const streams = new Map<string, Shared>();

  const begin = (key: string, url: string): Shared => {
    const shared: Shared = {
      listeners: new Set(),
      state: null,
      close: open(url, (news) => {
        if (news.type !== 'change') shared.state = news;
        for (const listener of shared.listeners) listener.postMessage(news);
      }),
    };
    streams.set(key, shared);
    return shared;
  };

  return {
    join(tab: Tab, { url, organisationId }: Wanted): void {
      const key = `${organisationId} ${url}`;
      const shared = streams.get(key) ?? begin(key, url);
      shared.listeners.add(tab);
      if (shared.state) tab.postMessage(shared.state);
    },
    leave(tab: Tab): void {
      for (const [key, shared] of streams) {
        if (!shared.listeners.delete(tab) || shared.listeners.size > 0) continue;
        shared.close();
        streams.delete(key);
      }
    },
  };
}
