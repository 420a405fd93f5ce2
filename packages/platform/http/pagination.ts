import { z } from 'zod';
import { instant, wholeNumber } from './fields.ts';
import { unstorableIn } from './storable-text.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** An instant in a position, as text that PostgreSQL reads. */
export const positionInstant = instant.transform((value) => value.toString());

/**
 * The query parameters of a list, to be spread into its schema. `position` is what a page ends at, of the fields the
 * list is ordered by, ending with a unique one; it travels as an opaque cursor and arrives decoded.
 */
export function pageParameters<Position extends z.ZodType>(position: Position) {
  return {
    limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: cursorOf(position).optional(),
  };
}

/** The answer of a list; `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

/**
 * Makes a page of rows that were asked for with `LIMIT limit + 1`: the row too many only says that there are more.
 * @param positionOf where the page ends, as the schema given to `pageParameters` reads it
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  positionOf: (row: Row) => unknown,
): Page<Item> {
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data: data.map(toItem), nextCursor: last === undefined ? null : encodeCursor(positionOf(last)) };
}

export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Opaque, not secret: row-level security guards what a made-up one could reach. */
function cursorOf<Position extends z.ZodType>(position: Position) {
  return z
    .string()
    .max(1024)
    .transform((text, context): z.output<Position> => {
      const parsed = parseCursor(text);
      const result = position.safeParse(parsed);
      if (result.success && unstorableIn(parsed).length === 0) return result.data;
      context.issues.push({ code: 'custom', message: 'is not a cursor of this list', input: text });
      return z.NEVER;
    })
    .meta({ type: 'string', description: 'The nextCursor of the page before.' });
}

function parseCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
