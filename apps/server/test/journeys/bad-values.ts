import type { Parameter, Schema } from './openapi-operations.ts';

/** A body with one thing wrong, and the field that an answer has to name. */
export interface BadBody {
  what: string;
  field: string;
  body: unknown;
}

const NUL = 'a\u0000b';
const HALF_A_PAIR = 'a\ud800';
const LONG = 'x'.repeat(100_000);

const zeroId = '00000000-0000-0000-0000-000000000000';
const yearZero = '0000-01-01T00:00:00Z';
const beforeTime = { createdAt: yearZero, id: zeroId, dueAt: yearZero, occId: zeroId, at: yearZero };

const zeros = '0'.repeat(32);
/** What Number() takes for one stands among them. */
const noIntegers = ['many', '1.5', 'NaN', 'Infinity', '1e400', '9'.repeat(40), '0x10', '1e1', ' 5', '+5', '5.0'];

const byFormat: Record<string, readonly string[]> = {
  'date-time': [
    'yesterday',
    '2027-01-15',
    '2027-01-15T14:30:00',
    '2027-13-01T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2027-01-15T25:00:00Z',
    '1899-12-31T00:00:00Z',
    '+099999-01-01T00:00:00Z',
    '2027-01-15T14:30:00+99:00',
  ],
  date: ['yesterday', '2027-02-29', '27-2-1', '2027-02-01T00:00:00Z', '1899-12-31', '0000-01-01'],
  duration: ['15 minutes', '-PT5M', 'P1M', 'P1Y', 'PT', 'P', 'P999999999D', 'PT1e5S', 'PT9007199254740993S'],
  uuid: ['1', 'not-a-uuid', '01a1f8bb-e1cc-7461-817a', '01a1f8bb-e1cc-7461-817a-8c97cf706b0g', "' OR 1=1 --"],
};

/** What the document cannot say of a field; by its name. */
const byName: Record<string, readonly string[]> = {
  timeZone: ['Mars/Phobos', '+02:00', 'UTC+2', 'America/', "Europe/London'; DROP TABLE"],
  locale: ['english please', 'e', '??'],
  address: ['12025550101', '+1', '+999999999999999999', '+12025550101 ext', 'ann@', '@example.com', 'a\nb@example.com'],
  kind: ['Reminder', '9lives', 'two words', 'x'.repeat(41)],
  localTime: ['24:00', '9:00', '09:60', '09:00:60', '09:00Z', 'nine'],
  name: ['   ', 'two\nlines', '\u200b', 'x'.repeat(201)],
  firstName: ['   ', 'x'.repeat(101)],
  lastName: ['two\nlines', 'x'.repeat(101)],
  externalId: ['   ', 'x'.repeat(201)],
  q: ['   ', 'x'.repeat(201)],
  start: ['24:00', '9:00', '09:60', '09:00:00', 'nine'],
  end: ['24:00', '9:00', '09:60', '09:00:00', 'nine'],
  role: ['self', 'contact', 'Care Giver', '-', 'x'.repeat(41)],
  traceId: ['   ', 'two words', 'a/b', 'x'.repeat(201), 'occ_20270115_1'],
  type: ['two words', '.', 'x'.repeat(101)],
  causationId: ['two words', 'x'.repeat(201)],
  correlationId: ['two words', 'x'.repeat(201)],
  title: ['   ', 'two\nlines', 'x'.repeat(201)],
  body: ['   ', 'x'.repeat(2001), 'bell \u0007'],
  message: ['   ', 'x'.repeat(1001), 'escape \u001b'],
  text: ['x'.repeat(1601)],
  cursor: [
    'no cursor',
    '%',
    ...['null', '{}', '[]', '{"createdAt":"then","id":"1"}', '{"name":5}', '{"dueAt":"2027-01-01T00:00:00Z"}'].map(
      encode,
    ),
    // Of the right shape for one list or another, and nothing that the database could compare with.
    encode(JSON.stringify({ ...beforeTime, name: NUL })),
  ],
};

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** Every part of a good body, replaced, removed or added to, one at a time. */
export function* badBodies(schema: Schema, good: unknown): Generator<BadBody> {
  for (const { what, path, value } of badParts(schema, good, [])) {
    yield { what, field: path.join('.'), body: value };
  }
}

interface BadPart {
  what: string;
  path: (string | number)[];
  value: unknown;
}

function* badParts(given: Schema, good: unknown, path: (string | number)[]): Generator<BadPart> {
  const { schema, isNullable, isChoice } = branchFor(given, good);
  for (const value of badReplacements(schema, good, String(path.at(-1) ?? ''))) {
    if (value === null && isNullable) continue;
    yield { what: abbreviate(value), path, value };
  }
  if (Array.isArray(good)) {
    for (const [index, item] of good.entries()) {
      for (const bad of badParts(schema.items ?? {}, item, [...path, index])) {
        yield { ...bad, value: good.with(index, bad.value) };
      }
    }
  } else if (isObject(good) && !schema.additionalProperties) {
    yield { what: 'an unknown field', path: [...path, 'nonsense'], value: { ...good, nonsense: 1 } };
    for (const key of schema.required ?? []) {
      const { [key]: _, ...rest } = good;
      // Without it another branch of a choice may come closer.
      yield { what: `no ${key}`, path: isChoice ? path : [...path, key], value: rest };
    }
    for (const [key, item] of Object.entries(good)) {
      for (const bad of badParts(schema.properties?.[key] ?? {}, item, [...path, key])) {
        yield { ...bad, value: { ...good, [key]: bad.value } };
      }
    }
  }
}

function badReplacements(schema: Schema, good: unknown, name: string): unknown[] {
  const others = ['words', 5, true, [], {}, null];
  const wrongTypes = others.filter((other) => typeOf(other) !== typeOf(good));
  if (typeof good === 'string') {
    const special = [...(byFormat[schema.format ?? ''] ?? []), ...(byName[name] ?? [])];
    const unlisted = schema.enum ? ['nonsense', inOtherCase(schema.enum[0]!)] : [];
    return [...wrongTypes, '', NUL, HALF_A_PAIR, LONG, ...special, ...unlisted];
  }
  if (typeof good === 'number') return [...wrongTypes, -1, 1.5, 1e308];
  if (Array.isArray(good)) {
    const tooMany = schema.maxItems === undefined ? [] : [Array(schema.maxItems + 1).fill(good[0])];
    return [...wrongTypes, ...tooMany, ...(schema.minItems ? [[]] : [])];
  }
  return wrongTypes;
}

export function badQueryValues({ name, schema: given }: Parameter): string[] {
  const { schema } = branchFor(given, 'text');
  if (schema.type === 'integer') {
    const { minimum = 0, maximum = 0 } = schema;
    return ['', ...noIntegers, String(minimum - 1), String(maximum + 1)];
  }
  const unlisted = schema.enum ? ['nonsense', inOtherCase(schema.enum[0]!)] : [];
  return [NUL, 'x'.repeat(5000), ...unlisted, ...(byFormat[schema.format ?? ''] ?? []), ...(byName[name] ?? [])];
}

/** Of what a path names; each also gets what is good in none of them. */
const byPathParameter: Record<string, (path: string) => readonly string[]> = {
  id: (path) =>
    path.startsWith('/v1/occurrences/')
      ? ['occ_20270115_', `occ_20271332_${zeros}`, `occ_20270115_${zeros}0`, zeroId.slice(1)]
      : [...(byFormat['uuid'] ?? []), `occ_20270115_${zeros}`],
  relationshipId: () => byFormat['uuid'] ?? [],
  messageId: () => ['two words', 'a.b', 'YQ==', 'x'.repeat(401)],
  traceId: () => [...(byName['traceId'] ?? []), '.a', '-'],
  version: () => [...noIntegers, '0', '-1', '2147483648'],
  address: () => ['1', 'ann@', '+1', '1'.repeat(400)],
  name: () => ['Name', 'two words', '1', 'digest', 'x'.repeat(41)],
};

export function badPathValues(name: string, path: string): string[] {
  const special = byPathParameter[name];
  if (!special) throw new Error(`Say in bad-values.ts what {${name}} of ${path} cannot be.`);
  return [...special(path), "' OR 1=1 --", NUL, '../..', '☎', 'x'.repeat(900), ' '];
}

function inOtherCase(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase();
}

/** Of a choice the branch that a good value takes; null is a branch of its own. */
function branchFor(schema: Schema, good: unknown): { schema: Schema; isNullable: boolean; isChoice: boolean } {
  const branches = schema.anyOf ?? schema.oneOf;
  if (!branches) return { schema, isNullable: false, isChoice: false };
  const isNullable = branches.some(({ type }) => type === 'null');
  const others = branches.filter(({ type }) => type !== 'null');
  const fitting = others.filter((branch) => fits(branch, good));
  return { schema: fitting.at(-1) ?? {}, isNullable, isChoice: others.length > 1 };
}

function fits({ properties }: Schema, good: unknown): boolean {
  if (!isObject(good)) return true;
  const hasOthers = Object.keys(good).some((key) => !(key in (properties ?? {})));
  const isOther = ([key, { const: only, enum: some }]: [string, Schema]) =>
    (only !== undefined && good[key] !== only) || (some !== undefined && !some.includes(String(good[key])));
  return !hasOthers && !Object.entries(properties ?? {}).some(isOther);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function abbreviate(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}… of ${text.length}` : text;
}
