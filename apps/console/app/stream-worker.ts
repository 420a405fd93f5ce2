import { shareStreams, type Wanted } from './shared-streams.ts';
import { openStream } from './stream.ts';

/**
 * One stream for all tabs: a browser has six connections to a server without HTTP/2, and each tab's own would leave none for
 * its requests. A tab sends what it wants to listen to, and null to leave.
 */
const streams = shareStreams<MessagePort>(openStream);

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.onmessage = ({ data: wanted }: MessageEvent<Wanted | null>) => {
    if (wanted === null) streams.leave(port);
    else streams.join(port, wanted);
  };
});
