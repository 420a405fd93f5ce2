import { openStream, type StreamNews } from './stream.ts';

/**
 * One stream for all tabs: a browser has six connections to a server without HTTP/2, and each tab's own would leave none for
 * its requests. A tab sends the stream's address to listen, and null to leave.
 */
interface Shared {
  ports: Set<MessagePort>;
  /** Whether it is live; null until that is known. */
  state: StreamNews | null;
  close(): void;
}

const streams = new Map<string, Shared>();

function open(url: string): Shared {
  const shared: Shared = {
    ports: new Set(),
    state: null,
    close: openStream(url, (news) => {
      if (news.type !== 'change') shared.state = news;
      for (const port of shared.ports) port.postMessage(news);
    }),
  };
  streams.set(url, shared);
  return shared;
}

function leave(port: MessagePort): void {
  for (const [url, shared] of streams) {
    if (!shared.ports.delete(port) || shared.ports.size > 0) continue;
    shared.close();
    streams.delete(url);
  }
}

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.onmessage = ({ data: url }: MessageEvent<string | null>) => {
    if (url === null) {
      leave(port);
      return;
    }
    const shared = streams.get(url) ?? open(url);
    shared.ports.add(port);
    if (shared.state) port.postMessage(shared.state);
  };
});
