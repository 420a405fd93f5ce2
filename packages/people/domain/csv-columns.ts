import type { Person } from './person.ts';

/** Columns of a CSV of people that hold a field of the same name. */
const plainColumns = [
  ...['externalId', 'name', 'firstName', 'lastName', 'timeZone', 'locale', 'birthDate', 'anniversaryDate'],
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

export interface Header {
  /** In the file's order. */
  columns: string[];
}

/** @returns the columns, or what is wrong with the header, in words */
export function readHeader(names: readonly string[]): Header | { problem: string } {
  const columns: string[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const column = name.trim().startsWith(datePrefix) ? name.trim() : known.get(canonical(name));
    if (column === undefined) unknown.push(name);
    else columns.push(column);
  }
  if (unknown.length > 0) {
    return {
      problem: `must name only columns that there are: ${unknown.join(', ')} is not among ${columnNames.join(', ')}`,
    };
  }
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  return twice === undefined ? { columns } : { problem: `must name each column once: ${twice} stands there twice` };
}

/** A row as the body of a request would be; what its cells leave empty is absent. */
export interface RowBody {
  [field: string]: unknown;
  contactPoints?: { channel: string; address: string }[];
}

/**
 * @returns the body, and by its paths the columns they come from, so that a refusal can name the column; or null for a row
 * that has more or fewer cells than the header
 */
export function readRow(
  header: Header,
  cells: readonly string[],
): { body: RowBody; columnOf: (path: string) => string } | null {
  if (cells.length !== header.columns.length) return null;
  const body: RowBody = {};
  const dates: Record<string, string> = {};
  const addresses: string[] = [];
  for (const [index, column] of header.columns.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') continue;
    const channel = addressColumns[column];
    if (channel) {
      body.contactPoints = [...(body.contactPoints ?? []), { channel, address: cell }];
      addresses.push(column);
    } else if (column.startsWith(datePrefix)) dates[column.slice(datePrefix.length)] = cell;
    else body[column] = cell;
  }
  if (Object.keys(dates).length > 0) body.dates = dates;
  const columnOf = (path: string) => {
    const [field = '', part = ''] = path.split('.');
    if (field === 'contactPoints') return addresses[Number(part)] ?? field;
    return field === 'dates' ? `${datePrefix}${part}` : field;
  };
  return { body, columnOf };
}

/** The cells of a person, in the order of `exportColumns`. */
export function cellsOf(person: Person, dateNames: readonly string[]): string[] {
  const first = (channel: string) => person.contactPoints.find((point) => point.channel === channel)?.address ?? '';
  return [
    ...plainColumns.map((column) => String(person[column as keyof Person] ?? '')),
    first('email'),
    first('sms'),
    ...dateNames.map((name) => person.dates[name] ?? ''),
  ];
}

export function exportColumns(dateNames: readonly string[]): string[] {
  return [...plainColumns, 'email', 'sms', ...dateNames.map((name) => `${datePrefix}${name}`)];
}
