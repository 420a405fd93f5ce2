import { pipeline, Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { decodeText } from './decode-text.ts';
import { type FileRow, unreadable } from './import-rows.ts';

/** No cell of ours is longer than its field takes; whoever forgets a quote would otherwise read the rest of the file as one. */
const longestRow = 64 * 1024;

/** `sep=;`, which spreadsheets write and heed, and which is no row. */
const saidDelimiter = /^"?sep=([^"\r\n])"?[\r\n]/i;

/**
 * The rows of a CSV file (RFC 4180), separated by comma, semicolon or tab as its first line is, or as that line says; lines
 * of nothing but empty cells are none. A quote within a cell that is not quoted, as of a nickname or of inches, is text.
 * @throws AppError `import.unreadable` (422) where a byte means nothing in that charset, or a quote is not closed: what
 * lies behind it cannot be told apart any more
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>, charset = 'utf-8'): AsyncGenerator<FileRow> {
  const text = decodeText(bytes, charset);
  const beginning = await readFirstLine(text);
  const [, said] = saidDelimiter.exec(beginning) ?? [];
  /** What the parser has read; it is ahead of those who take the rows, and drops what waits for them when it fails. */
  let line = 0;
  const options: Options<FileRow, string[]> = {
    delimiter: said ?? delimiterOf(beginning),
    from_line: said === undefined ? 1 : 2,
    ltrim: true,
    max_record_size: longestRow,
    on_record(record, { lines }) {
      if (record.some(isTornQuote)) throw unclosed(line + 1);
      line = lines;
      return { line, cells: record.map((cell) => cell.replaceAll('\0', '\uFFFD')) };
    },
    // All of them: an editor ends the line that it adds in its own way.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  };
  // Its types know what a row becomes only where the columns are named to it.
  const parser = parse(options as unknown as Options);
  // What goes wrong is thrown where the rows are read.
  pipeline(Readable.from(resumed(beginning, text), { objectMode: false }), parser, () => {});
  try {
    yield* parser as AsyncIterable<FileRow>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw error.code === 'CSV_MAX_RECORD_SIZE' ? tooLong(line + 1) : unclosed(line + 1);
  }
}

/** A quote that was closed lines later, in the middle of a cell: it was never meant to reach that far. */
function isTornQuote(cell: string): boolean {
  return cell.startsWith('"') && /[\r\n]/.test(cell);
}

function unclosed(line: number) {
  return unreadable(`cannot be read from line ${line} on: a quote that is opened there is not closed`);
}

function tooLong(line: number) {
  const size = `${longestRow / 1024} KiB`;
  return unreadable(`cannot be read from line ${line} on: the row is longer than ${size}, or a quote is not closed`);
}

/** With whatever else has been read by then. */
async function readFirstLine(text: AsyncGenerator<string>): Promise<string> {
  let beginning = '';
  while (beginning.length < longestRow && !/[\r\n]/.test(beginning)) {
    const part = await text.next();
    if (part.done) break;
    beginning += part.value;
  }
  return beginning;
}

async function* resumed(beginning: string, text: AsyncGenerator<string>): AsyncGenerator<string> {
  yield beginning;
  yield* text;
}

function delimiterOf(beginning: string): string {
  const [header = ''] = beginning.split(/[\r\n]/, 1);
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
}
