import { readFields } from './form-fields.ts';
import { invalidParameter } from './twilio-error.ts';

/** Bounds are inclusive and whole seconds: Twilio knows no finer time. */
export interface ListQuery {
  to: string | null;
  from: string | null;
  notBefore: Temporal.Instant | null;
  notAfter: Temporal.Instant | null;
  pageSize: number;
  /** Only messages older than this id: the position after the previous page, newest first. */
  olderThan: number | null;
}

const KNOWN_FIELDS = ['To', 'From', 'DateSent', 'DateSent<', 'DateSent>', 'PageSize', 'Page', 'PageToken'];
const MAX_PAGE_SIZE = 1000;

/**
 * GET …/Messages.json. `DateSent>=` reaches us as the field `DateSent>`; a value is a UTC date or an ISO 8601 instant.
 * @throws TwilioError 20001 naming the field
 */
export function parseListQuery(input: unknown): ListQuery {
  const fields = readFields(input, KNOWN_FIELDS);
  const on = parseTime('DateSent', fields.DateSent);
  const onOrAfter = parseTime('DateSent>', fields['DateSent>']);
  const onOrBefore = parseTime('DateSent<', fields['DateSent<']);
  return {
    to: fields.To ?? null,
    from: fields.From ?? null,
    notBefore: onOrAfter?.first ?? on?.first ?? null,
    notAfter: onOrBefore?.first ?? on?.last ?? null,
    pageSize: Math.min(parseCount('PageSize', fields.PageSize) ?? 50, MAX_PAGE_SIZE),
    olderThan: parseCount('PageToken', fields.PageToken),
  };
}

function parseTime(name: string, text: string | undefined): { first: Temporal.Instant; last: Temporal.Instant } | null {
  if (!text) return null;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const first = parseSecond(isDate ? `${text}T00:00:00Z` : text);
  if (!first) throw invalidParameter(name, 'expected a date YYYY-MM-DD or an instant YYYY-MM-DDThh:mm:ssZ');
  return { first, last: isDate ? first.add({ hours: 23, minutes: 59, seconds: 59 }) : first };
}

function parseSecond(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text).round({ smallestUnit: 'second', roundingMode: 'floor' });
  } catch {
    return null;
  }
}

function parseCount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw invalidParameter(name, 'expected a whole number above 0');
  return Number(text);
}
