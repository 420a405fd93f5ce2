import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { prepareTemplate, type Template } from './template-database.ts';

/**
 * The program behind global-setup.ts: answers every request with the template, which the first request makes. When its
 * standard input ends, as it does when vitest stops, crashes or is killed, it ends the server and removes the folder.
 */
const [folder, options] = [process.argv[2]!, process.argv[3]!];
let template: Promise<Template & AsyncDisposable> | undefined;

const server = createServer((_request, response) => {
  template ??= prepareTemplate(folder, JSON.parse(options));
  template.then(
    ({ url, pooledUrl, name }) => response.end(JSON.stringify({ url, pooledUrl, name } satisfies Template)),
    (error) => response.writeHead(500).end(inspect(error)),
  );
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});

await text(process.stdin);
server.close();
await (await template?.catch(() => undefined))?.[Symbol.asyncDispose]();
// Programs of a test that was killed may still be stopping, and writing.
await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
process.exit();
