import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { worldOf } from './api.ts';
import { listen } from './listen.ts';
import { useMe } from './me.ts';
import { startRefresher } from './refresher.ts';
import { staleKeys } from './topics.ts';

export type Liveness = 'connecting' | 'live' | 'cut';

/** A burst of announcements leads to one round of fetching. */
const BATCH_MS = 150;

const LivenessContext = createContext<Liveness>('connecting');

export function useLiveness(): Liveness {
  return useContext(LivenessContext);
}

/**
 * Listens to the server's stream and fetches again what it announces. With each beginning it fetches everything again: what was
 * changed before it, and since the page asked, nobody has announced.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const organisationId = useMe().organisation.id;
  const [liveness, setLiveness] = useState<Liveness>('connecting');

  useEffect(() => {
    const refresher = startRefresher(queries);
    const topics = new Set<string>();
    let batch: ReturnType<typeof setTimeout> | undefined;

    const flush = () => {
      batch = undefined;
      refresher.refresh(staleKeys(topics));
      topics.clear();
    };
    const stop = listen({ url: `${worldOf(queries).baseUrl}/v1/stream`, organisationId }, (news) => {
      switch (news.type) {
        case 'hello':
          refresher.refresh(staleKeys(['*']));
          setLiveness('live');
          break;
        case 'change':
          topics.add(news.topic);
          batch ??= setTimeout(flush, BATCH_MS);
          break;
        case 'cut':
          setLiveness('cut');
          break;
      }
    });
    return () => {
      clearTimeout(batch);
      stop();
      refresher.stop();
    };
  }, [queries, organisationId]);

  return <LivenessContext value={liveness}>{children}</LivenessContext>;
}
