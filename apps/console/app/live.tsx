import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { worldOf } from './api.ts';
import { staleKeys, topicOf } from './topics.ts';

export type Liveness = 'connecting' | 'live' | 'cut';

/** A burst of announcements leads to one round of fetching. */
const BATCH_MS = 150;
const RETRY_MS = 3_000;

const LivenessContext = createContext<Liveness>('connecting');

export function useLiveness(): Liveness {
  return useContext(LivenessContext);
}

/** Listens to the server's stream and fetches again what it announces; after a cut it fetches everything again. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>('connecting');

  useEffect(() => {
    const topics = new Set<string>();
    let wasCut = false;
    let batch: ReturnType<typeof setTimeout> | undefined;

    const flush = () => {
      batch = undefined;
      for (const queryKey of staleKeys(topics)) void queries.invalidateQueries({ queryKey });
      topics.clear();
    };
    const stop = openStream(`${worldOf(queries).baseUrl}/v1/stream`, {
      onHello: () => {
        if (wasCut) void queries.invalidateQueries();
        wasCut = false;
        setLiveness('live');
      },
      onChange: (topic) => {
        topics.add(topic);
        batch ??= setTimeout(flush, BATCH_MS);
      },
      onCut: () => {
        wasCut = true;
        setLiveness('cut');
      },
    });
    return () => {
      clearTimeout(batch);
      stop();
    };
  }, [queries]);

  return <LivenessContext value={liveness}>{children}</LivenessContext>;
}

interface StreamListener {
  onHello(): void;
  onChange(topic: string): void;
  onCut(): void;
}

/** An EventSource reconnects by itself, except after an answer that is an error: then this does. */
function openStream(url: string, listener: StreamListener): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(url);
    source.addEventListener('hello', listener.onHello);
    source.addEventListener('change', (event) => {
      const topic = topicOf(String(event.data));
      if (topic !== null) listener.onChange(topic);
    });
    source.addEventListener('error', () => {
      listener.onCut();
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
