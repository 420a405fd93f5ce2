import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import type { FileRow } from './import-people.ts';

/** No cell of ours is longer than its field takes; whoever forgets a quote would otherwise read the rest of the file as one. */
const longestRow = 64 * 1024;

/**
 * The rows of a CSV file (RFC 4180) in UTF-8, separated by comma, semicolon or tab as its first line is; empty lines are
 * none.
 */
export async function* readCsv(path: string): AsyncGenerator<FileRow> {
  const parser = parse({
    bom: true,
    delimiter: await delimiterOf(path),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const file = createReadStream(path);
  file.on('error', (error) => parser.destroy(error));
  try {
    for await (const row of file.pipe(parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: row.info.lines, cells: row.record.map((cell) => cell.replaceAll('\0', '\uFFFD')) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Behind a quote that is not closed nothing can be told apart any more.
    yield { line: Number(error.lines ?? 0), cells: [], problem: `cannot be read from here on: ${error.message}` };
  } finally {
    file.destroy();
  }
}

async function delimiterOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestRow), 0, longestRow, 0);
    const [header = ''] = buffer.toString('utf8', 0, bytesRead).split(/[\r\n]/, 1);
    const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
    return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
  } finally {
    await file.close();
  }
}
