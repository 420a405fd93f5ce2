import { setTimeout as delay } from 'node:timers/promises';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 600_000 });

let belfry: BelfryProcess;
beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-01T00:00:00Z' });
  await belfry.must('PUT', '/v1/greetings/settings', {});
});
afterAll(() => belfry.stop());

const rowsOfPiece = 100;
/** One in so many names a zone that there is not. */
const oneWrongIn = 1000;

/** Made while it is read: nobody has it whole. */
async function* fileOf(lot: string, rows: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('externalId,firstName,lastName,email,timeZone,birthDate,anniversaryDate\n');
  for (let from = 0; from < rows; from += rowsOfPiece) {
    const lines = Array.from({ length: rowsOfPiece }, (_, index) => rowOf(`${lot}-${from + index}`, from + index));
    yield encoder.encode(lines.join(''));
  }
}

function rowOf(id: string, n: number): string {
  const zone = n % oneWrongIn === 0 ? 'Europe/Nowhere' : 'Asia/Kathmandu';
  const birthDate = Temporal.PlainDate.from('1950-01-01').add({ days: n % 18_000 });
  return `${id},Ada,Archer,${id}@example.com,${zone},${birthDate},2020-03-01\n`;
}

async function send(lot: string, rows: number): Promise<unknown> {
  const response = await fetch(`${belfry.base}/v1/people/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${belfry.key}`, 'content-type': 'text/csv' },
    body: ReadableStream.from(fileOf(lot, rows)),
    duplex: 'half',
  });
  return response.json();
}

async function residentBytes(): Promise<number> {
  const text = await (await fetch(`${belfry.base}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

/** The most that the process held meanwhile. */
async function peakWhile(work: Promise<unknown>): Promise<number> {
  let peakBytes = 0;
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    peakBytes = Math.max(peakBytes, await residentBytes());
    await delay(50);
  }
  await over;
  return peakBytes;
}

test('a file of a hundred thousand people is taken as it comes: it needs less than twice what one of a tenth does', async () => {
  const importOf = async (lot: string, rows: number) => {
    const sent = send(lot, rows);
    const peakBytes = await peakWhile(sent);
    const rejected = rows / oneWrongIn;
    expect(await sent).toMatchObject({ state: 'done', rows, added: rows - rejected, rejected, problem: null });
    return peakBytes;
  };
  const small = await importOf('small', 10_000);
  const large = await importOf('large', 100_000);
  console.log(`at most ${(small / 2 ** 20).toFixed()} MiB of 10,000, ${(large / 2 ** 20).toFixed()} MiB of 100,000`);
  expect(small).toBeGreaterThan(0);
  // A program that keeps each row and each person that comes of it holds more than twice as much.
  expect(large / small).toBeLessThan(2);
});
