import { inspect } from 'node:util';
import type { Worker } from './contender.ts';
import { HandledPieces } from './handled-pieces.ts';
import type { Order, Report } from './messages.ts';

/** The program of a worker process: gets ready, waits for the word, and tells how far it is. */
const progressEveryMs = 10;
const handled = new HandledPieces();
let running: Awaited<ReturnType<Worker['prepare']>> | undefined;
let progress: NodeJS.Timeout | undefined;

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => report({ type: 'failed', reason: inspect(error) }));
});
// The bench is gone, and with it whatever this was to work for.
process.on('disconnect', () => process.exit(1));

async function obey(order: Order): Promise<void> {
  switch (order.type) {
    case 'prepare': {
      const { worker }: { worker: Worker } = await import(order.workerModule);
      running = await worker.prepare({
        ...order,
        handled: (piece, atMs = 0, tookMs = 0) => handled.add(piece, atMs, tookMs),
      });
      report({ type: 'ready' });
      return;
    }
    case 'go':
      progress = setInterval(() => report({ type: 'progress', handled: handled.count }), progressEveryMs);
      await running?.go(order.atMs);
      return;
    case 'stop':
      clearInterval(progress);
      await running?.stop();
      process.send?.({ type: 'stopped', handled: handled.all() } satisfies Report, () => process.exit());
  }
}

function report(message: Report): void {
  process.send?.(message);
}
