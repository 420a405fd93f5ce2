import { dateNamed } from '@belfry/kernel/date-named';
import { dateNamePattern, fieldDates } from './date-name.ts';
import type { Person } from './person.ts';

/** Columns of a CSV of people that hold a field of the same name. */
const plainColumns = [
  ...['id', 'externalId', 'name', 'firstName', 'lastName', 'timeZone', 'locale', 'birthDate', 'anniversaryDate'],
  ...['city', 'country'],
] as const;
/** Columns that hold an address; where there are several, their order is the person's preference. */
const addressColumns: Readonly<Record<string, 'email' | 'sms'>> = { email: 'email', sms: 'sms', phone: 'sms' };
/** `date:nameDay` holds the date of that name. */
const datePrefix = 'date:';

/** What the header's names are matched by: somebody writes First Name, first_name or firstName. */
function canonical(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

const known = new Map([...plainColumns, ...Object.keys(addressColumns)].map((name) => [canonical(name), name]));

const columnNames: readonly string[] = [...plainColumns, 'email', 'sms', `${datePrefix}nameDay`];

/** Of a report of rejected rows, which comes back mended: what it says of a row is nothing of a person. */
export const reportColumns: readonly string[] = ['line', 'column', 'reason'];

export interface Header {
  /** Those that say something of a person, in the file's order. */
  columns: string[];
  /** Which cells of a row belong to the others. */
  others: ReadonlySet<number>;
  /** Cells of a row, from the first name to the last one; and with those behind it that have none. */
  named: number;
  width: number;
}

/** @returns the columns, or what is wrong with the header, in words */
export function readHeader(cells: readonly string[]): Header | { problem: string } {
  const names = cells.slice(0, countFilled(cells));
  const nameless = names.findIndex((name) => name.trim() === '');
  if (nameless !== -1) return { problem: `must name each column: the one in place ${nameless + 1} has no name` };
  const columns: string[] = [];
  const unknown: string[] = [];
  const others = placesOfReport(names);
  for (const [place, name] of names.entries()) {
    if (others.has(place)) continue;
    const column = name.trim().startsWith(datePrefix) ? name.trim() : known.get(canonical(name));
    if (column === undefined) unknown.push(name);
    else columns.push(column);
  }
  if (unknown.length > 0) {
    return {
      problem: `must name only columns that there are: ${unknown.join(', ')} is not among ${columnNames.join(', ')}`,
    };
  }
  const misnamed = columns.map(problemOfDate).find((problem) => problem !== null);
  if (misnamed) return { problem: misnamed };
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  return twice === undefined
    ? { columns, others, named: names.length, width: cells.length }
    : { problem: `must name each column once: ${twice} stands there twice` };
}

/** A row as the body of a request would be; what its cells leave empty is absent. */
export interface RowBody {
  [field: string]: unknown;
  contactPoints?: { channel: string; address: string }[];
}

function problemOfDate(column: string): string | null {
  if (!column.startsWith(datePrefix)) return null;
  const name = column.slice(datePrefix.length);
  if (fieldDates.includes(name)) return `must name ${name} without ${datePrefix} before it`;
  if (dateNamePattern.test(name)) return null;
  return `must name each date like ${datePrefix}nameDay, by a small letter and then letters and digits: ${column} is not so`;
}

/** Only where all of them stand there: somebody may mean another thing by a line. */
function placesOfReport(names: readonly string[]): ReadonlySet<number> {
  const places = reportColumns.map((column) => names.findIndex((name) => canonical(name) === column));
  return new Set(places.includes(-1) ? [] : places);
}

/**
 * Spreadsheets write empty columns behind the last one, and leave them out where all the rows for a while have nothing there.
 * @returns the cells of a row that belong to `columns`; with what is wrong with it, in words, where it does not go with the header
 */
export function cellsUnder(
  { columns, others, named, width }: Header,
  cells: readonly string[],
): { cells: string[]; problem?: string } {
  const own = cells.filter((_, place) => !others.has(place)).map(withoutApostrophe);
  if (cells.length < named || cells.length > width) {
    return { cells: own, problem: `has ${cells.length} cells, and the header ${named}` };
  }
  const filled = countFilled(cells);
  if (filled > named) return { cells: own, problem: `has something in cell ${filled}, whose column has no name` };
  return { cells: own.slice(0, columns.length) };
}

/** Without those at the end that are empty. */
function countFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/**
 * @returns whom an export has named in it, if any; the body, and by its paths the columns they come from, so that a refusal
 * can name the column
 */
export function readRow(
  columns: readonly string[],
  cells: readonly string[],
): { id: string | null; body: RowBody; columnOf: (path: string) => string } {
  const body: RowBody = {};
  let id: string | null = null;
  const dates: Record<string, string> = {};
  const addresses: string[] = [];
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') continue;
    const channel = addressColumns[column];
    if (channel) {
      body.contactPoints = [...(body.contactPoints ?? []), { channel, address: cell }];
      addresses.push(column);
    } else if (column === 'id') id = cell.toLowerCase();
    else if (column.startsWith(datePrefix)) dates[column.slice(datePrefix.length)] = cell;
    else body[column] = cell;
  }
  if (Object.keys(dates).length > 0) body.dates = dates;
  const columnOf = (path: string) => {
    const [field = '', part = ''] = path.split('.');
    if (field === 'contactPoints') return addresses[Number(part)] ?? field;
    return field === 'dates' ? `${datePrefix}${part}` : field;
  };
  return { id, body, columnOf };
}

/** A number as spreadsheets know them; a phone's is one, and calculates nothing. */
const plainNumber = /^\+\d+$/;

/**
 * A cell that a spreadsheet takes for text: one that begins as a formula would be calculated where it is opened, whoever wrote
 * it (OWASP, CSV injection). An apostrophe before it prevents that, and an import takes it away again.
 */
export function asText(cell: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}

function withoutApostrophe(cell: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

/** The cells of a person, in the order of `exportColumns`. */
export function cellsOf(person: Person, dateNames: readonly string[]): string[] {
  const first = (channel: string) => person.contactPoints.find((point) => point.channel === channel)?.address ?? '';
  return [
    ...plainColumns.map((column) => String(person[column as keyof Person] ?? '')),
    first('email'),
    first('sms'),
    ...dateNames.map((name) => dateNamed(person.dates, name) ?? ''),
  ].map(asText);
}

export function exportColumns(dateNames: readonly string[]): string[] {
  return [...plainColumns, 'email', 'sms', ...dateNames.map((name) => `${datePrefix}${name}`)];
}
