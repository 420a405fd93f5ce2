import { topicOf } from './topics.ts';

/** What the server's stream says, or that it says nothing any more. */
export type StreamNews = { type: 'hello' } | { type: 'change'; topic: string } | { type: 'cut' };

const RETRY_MS = 3_000;
/** The server's heart beats every 15 seconds: after two that were missed nobody is there, whatever the connection says. */
const SILENCE_MS = 40_000;

/** An EventSource reconnects by itself, except after an answer that is an error, and from a connection that is only half open: then this does. */
export function openStream(url: string, tell: (news: StreamNews) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const openIn = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      source.close();
      tell({ type: 'cut' });
      open();
    }, ms);
  };
  const open = () => {
    source = new EventSource(url);
    openIn(SILENCE_MS);
    const hear = (type: string, hearing: (data: string) => void) =>
      source.addEventListener(type, (event: MessageEvent) => {
        openIn(SILENCE_MS);
        hearing(String(event.data));
      });
    hear('heartbeat', () => {});
    hear('hello', () => tell({ type: 'hello' }));
    hear('change', (data) => {
      const topic = topicOf(data);
      if (topic !== null) tell({ type: 'change', topic });
    });
    source.addEventListener('error', () => {
      tell({ type: 'cut' });
      if (source.readyState === EventSource.CLOSED) openIn(RETRY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
