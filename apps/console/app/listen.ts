import type { Wanted } from './shared-streams.ts';
import { openStream, type StreamNews } from './stream.ts';

/** Listens to the stream that all tabs share, or to one of its own where the browser has no such worker (on some phones). */
export function listen(wanted: Wanted, hear: (news: StreamNews) => void): () => void {
  const { url } = wanted;
  if (!('SharedWorker' in window)) return openStream(url, hear);
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), { type: 'module' });
  const { port } = worker;
  let close = () => {};
  // Of a release that is no longer there to be loaded, say.
  worker.onerror = () => {
    close();
    close = openStream(url, hear);
  };
  const join = () => port.postMessage(wanted);
  const leave = () => port.postMessage(null);
  port.onmessage = ({ data }: MessageEvent<StreamNews>) => hear(data);
  join();
  // A page that goes may be kept, and come back.
  const rejoin = ({ persisted }: PageTransitionEvent) => persisted && join();
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', rejoin);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', rejoin);
    leave();
    port.close();
    worker.onerror = null;
    close();
  };
}
