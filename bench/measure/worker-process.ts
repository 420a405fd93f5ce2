import { inspect } from 'node:util';
import type { Worker } from './contender.ts';
import type { Order, Report } from './messages.ts';

/** The program of a worker process: gets ready, waits for the word, and tells how far it is. */
const progressEveryMs = 10;
let pieces = new Int32Array(1 << 16);
let handled = 0;
let running: Awaited<ReturnType<Worker['prepare']>> | undefined;
let progress: NodeJS.Timeout | undefined;

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => report({ type: 'failed', reason: inspect(error) }));
});

async function obey(order: Order): Promise<void> {
  switch (order.type) {
    case 'prepare': {
      const { worker }: { worker: Worker } = await import(order.workerModule);
      running = await worker.prepare({ ...order, handled: note });
      report({ type: 'ready' });
      return;
    }
    case 'go':
      progress = setInterval(() => report({ type: 'progress', handled }), progressEveryMs);
      await running?.go();
      return;
    case 'stop':
      clearInterval(progress);
      await running?.stop();
      // Not before it has left: a channel that is closed takes with it what is still on its way.
      process.send?.({ type: 'stopped', pieces: pieces.slice(0, handled) } satisfies Report, () =>
        process.disconnect?.(),
      );
  }
}

function note(piece: number): void {
  if (handled === pieces.length) {
    const larger = new Int32Array(pieces.length * 2);
    larger.set(pieces);
    pieces = larger;
  }
  pieces[handled++] = piece;
}

function report(message: Report): void {
  process.send?.(message);
}
