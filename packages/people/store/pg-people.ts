import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { isSameZone } from '@belfry/kernel/time-zone';
import { dayArray, instantArray, plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import { wordsOf } from '../domain/name-words.ts';
import type { Person, PersonContactPoint, PersonFacts } from '../domain/person.ts';
import { hasWord, isAmongThoseWith, rarestWord } from './pg-name-words.ts';
import { openSettings, type StoredSettings } from './stored-settings.ts';

const facts = `p.id, p.name, p.first_name AS "firstName", p.last_name AS "lastName", p.time_zone AS "timeZone", p.locale,
  p.birth_date AS "birthDate", p.anniversary_date AS "anniversaryDate", p.dates, p.city, p.country,
  p.external_id AS "externalId", p.quiet_hours AS "quietHours", p.version, p.created_at AS "createdAt"`;

const columns = `${facts}, p.tenant_id AS "tenantId", coalesce((
    SELECT jsonb_agg(jsonb_build_object('channel', c.channel, 'address', c.address, 'settings', c.settings,
      'isOptedOut', o.address IS NOT NULL) ORDER BY c.position)
    FROM people.contact_point c
    LEFT JOIN people.opt_out o ON o.tenant_id = c.tenant_id AND o.channel = c.channel AND o.address = c.address
    WHERE c.person_id = p.id), '[]'::jsonb) AS "contactPoints"`;

interface PersonRow extends PersonFacts {
  tenantId: string;
  contactPoints: (Omit<PersonContactPoint, 'settings'> & { settings: StoredSettings })[];
}

/** What a contact point holds and cannot be opened here is left out: it has to be given again. */
function readRow(sealer: Sealer, { tenantId, ...row }: PersonRow): Person {
  const contactPoints = row.contactPoints.map((point) => {
    const opened = openSettings(sealer, { ...point, tenantId, personId: row.id }, point.settings);
    return { ...point, settings: opened.isReadable ? opened.settings : null };
  });
  return { ...row, contactPoints };
}

/** A person of the transaction's tenant, or null; removed ones are null too. */
export async function readPerson(tx: Tx, sealer: Sealer, id: PersonId): Promise<Person | null> {
  const { rows } = await tx.query<PersonRow>(
    `SELECT ${columns} FROM people.person p WHERE p.id = $1 AND p.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ? readRow(sealer, rows[0]) : null;
}

/** The living among them. */
export async function readPeople(tx: Tx, sealer: Sealer, ids: readonly PersonId[]): Promise<Map<PersonId, Person>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<PersonRow>(
    `SELECT ${columns} FROM people.person p WHERE p.id = ANY ($1::uuid[]) AND p.deleted_at IS NULL`,
    [uuidArray(ids)],
  );
  return new Map(rows.map((row) => [row.id, readRow(sealer, row)]));
}

/** Of these, those of the tenant's that there are, and whether they have been removed. */
export async function readStanding(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<string, { isDeleted: boolean }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: PersonId; isDeleted: boolean }>(
    `SELECT id, deleted_at IS NOT NULL AS "isDeleted" FROM people.person
     WHERE id = ANY ($2::uuid[]) AND tenant_id = $1`,
    [tenantId, uuidArray(ids)],
  );
  return new Map(rows.map(({ id, isDeleted }) => [id, { isDeleted }]));
}

/** The names of the dates that people have beside birthday and anniversary, in their order. */
export async function readDateNames(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT DISTINCT jsonb_object_keys(dates) AS name FROM people.person WHERE deleted_at IS NULL AND dates <> '{}' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** The same without how they are reached. */
export async function readPersonFacts(tx: Tx, id: PersonId): Promise<PersonFacts | null> {
  const { rows } = await tx.query<PersonFacts>(
    `SELECT ${facts} FROM people.person p WHERE p.id = $1 AND p.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Nobody else edits the row until the transaction ends; removed ones too. null where there is no such person. Rows that refer
 * to them may come meanwhile, for their id stays: whoever writes one reads whether they are removed when it counts.
 */
export async function lockPersonRow(tx: Tx, id: PersonId): Promise<{ isDeleted: boolean } | null> {
  const { rows } = await tx.query<{ isDeleted: boolean }>(
    'SELECT deleted_at IS NOT NULL AS "isDeleted" FROM people.person WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return rows[0] ?? null;
}

/**
 * The same, with the person as they are then. Two statements: after waiting for the lock, the first would still read the
 * contact points of before.
 */
export async function lockPerson(
  tx: Tx,
  sealer: Sealer,
  id: PersonId,
): Promise<{ person: Person; isDeleted: boolean } | null> {
  const locked = await lockPersonRow(tx, id);
  const { rows } = await tx.query<PersonRow>(`SELECT ${columns} FROM people.person p WHERE p.id = $1`, [id]);
  const [row] = rows;
  return locked && row ? { person: readRow(sealer, row), isDeleted: locked.isDeleted } : null;
}

/** Nobody changes or removes them until the transaction ends; what is read of them by later statements stays so. */
export async function holdPerson(tx: Tx, id: PersonId): Promise<void> {
  await tx.query('SELECT FROM people.person WHERE id = $1 FOR SHARE', [id]);
}

/** Names by id, of those that exist in the transaction's tenant. */
export async function readPersonNames(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, string>> {
  const { rows } = await tx.query<{ id: PersonId; name: string }>(
    'SELECT id, name FROM people.person WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface PeopleFilter {
  /**
   * A whole externalId or address; or, where nobody has it, the beginnings of words of a name; or else part of a name or of
   * one of these.
   */
  q?: string | undefined;
  externalId?: string | undefined;
  timeZone?: string | undefined;
  locale?: string | undefined;
  /** Whatever the year. */
  birthday?: Temporal.PlainMonthDay | undefined;
  anniversary?: Temporal.PlainMonthDay | undefined;
}

export interface PeoplePage {
  limit: number;
  after?: { createdAt: string; id: string } | undefined;
}

/** Newest first; one row more than `limit` where there are more. */
export async function listPeople(
  tx: Tx,
  sealer: Sealer,
  filter: PeopleFilter,
  { limit, after }: PeoplePage,
): Promise<Person[]> {
  const { q, timeZone, ...facts } = filter;
  const named = timeZone === undefined ? undefined : await readNamesOfZone(tx, timeZone);
  const among = { ...facts, ...(named && { zones: named }) };
  const page = { limit, after };
  if (q === undefined) return listWhere(tx, sealer, among, page);
  // Whatever finds somebody says what is meant, for every page.
  for (const meaning of [isWhole, hasWords, isPart]) {
    const matching = await meaning(q, tx);
    if (!matching) continue;
    const first = await listWhere(tx, sealer, among, after ? { limit: 0, after: undefined } : page, matching);
    if (first.length > 0) return after ? listWhere(tx, sealer, among, page, matching) : first;
  }
  return [];
}

/** As people have it: an alias stays what it is, and whoever looks for a zone means all of its names. */
async function readNamesOfZone(tx: Tx, zone: string): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `WITH RECURSIVE zone (name) AS (
       SELECT min(time_zone) FROM people.person
       UNION ALL SELECT (SELECT min(time_zone) FROM people.person WHERE time_zone > zone.name) FROM zone WHERE name IS NOT NULL
     ) SELECT name FROM zone WHERE name IS NOT NULL`,
  );
  return rows.map(({ name }) => name).filter((name) => isSameZone(zone, name));
}

/** The condition, in SQL. */
type Matching = (bind: Bind) => string;

type Bind = (value: unknown) => string;

async function listWhere(
  tx: Tx,
  sealer: Sealer,
  filter: AmongPeople,
  { limit, after }: PeoplePage,
  matching?: Matching,
): Promise<Person[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  // Only what is asked for, so that each has the index it wants.
  const conditions = ['p.deleted_at IS NULL', ...conditionsOf(filter, bind)];
  if (matching) conditions.push(matching(bind));
  if (after) conditions.push(`(p.created_at, p.id) < (${bind(after.createdAt)}::timestamptz, ${bind(after.id)}::uuid)`);
  const { rows } = await tx.query<PersonRow>(
    `SELECT ${columns} FROM people.person p WHERE ${conditions.join(' AND ')}
     ORDER BY p.created_at DESC, p.id DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  return rows.map((row) => readRow(sealer, row));
}

interface AmongPeople extends Omit<PeopleFilter, 'q' | 'timeZone'> {
  /** All names of a zone. */
  zones?: readonly string[];
}

function conditionsOf(filter: AmongPeople, bind: Bind): string[] {
  const { externalId, zones, locale, birthday, anniversary } = filter;
  const conditions: string[] = [];
  if (externalId !== undefined) conditions.push(`p.external_id = ${bind(externalId)}`);
  // Of one name alone an index gives them in their order.
  if (zones?.length === 1) conditions.push(`p.time_zone = ${bind(zones[0])}`);
  else if (zones) conditions.push(`p.time_zone = ANY (${bind(zones)}::text[])`);
  if (locale !== undefined) conditions.push(`p.locale = ${bind(locale)}`);
  if (birthday) conditions.push(`p.birthday = ${bind(dayOfYear(birthday))}`);
  if (anniversary) conditions.push(`p.anniversary = ${bind(dayOfYear(anniversary))}`);
  return conditions;
}

function isWhole(q: string): Matching {
  return (bind) => `p.id = ANY (ARRAY(
      SELECT person_id FROM people.contact_point WHERE channel IN ('sms', 'email') AND address = ${bind(asAddress(q))}
      UNION SELECT id FROM people.person WHERE external_id = ${bind(q)} AND deleted_at IS NULL))`;
}

/** Each word of it begins one of theirs; null where it has none, or is part of an address. */
async function hasWords(q: string, tx: Tx): Promise<Matching | null> {
  const words = wordsOf(q);
  if (words.length === 0 || q.includes('@')) return null;
  const rarest = await rarestWord(tx, words);
  return (bind) =>
    words
      .map((word) => (word === rarest ? isAmongThoseWith('p.id', bind(word)) : hasWord('p.id', bind(word))))
      .join(' AND ');
}

/** As it is stored, where people write a number in groups, or an email address in capitals. */
function asAddress(q: string): string {
  return /^\+?[\d ().-]+$/.test(q) ? q.replace(/[ ().-]/g, '') || q : q.toLowerCase();
}

/** One is read after the other: no index serves what is within a word. */
const searched = 200_000;

/** Among the newest. */
function isPart(q: string): Matching {
  return (bind) => {
    const part = bind(patternOf(q));
    const address = bind(patternOf(asAddress(q)));
    return `p.created_at >= coalesce((
        SELECT created_at FROM people.person WHERE deleted_at IS NULL ORDER BY created_at DESC OFFSET ${searched} LIMIT 1
      ), '-infinity') AND (p.name ILIKE ${part} OR concat_ws(' ', p.first_name, p.last_name) ILIKE ${part} OR p.external_id ILIKE ${part}
      OR EXISTS (SELECT FROM people.contact_point c
        WHERE c.person_id = p.id AND c.address ILIKE ANY (ARRAY[${part}, ${address}])))`;
  };
}

/** As the columns have it. */
function dayOfYear(day: Temporal.PlainMonthDay): number {
  return Number(day.toString().replace('-', ''));
}

function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * Waits for whoever is just adding somebody of the same `externalId`; in the order of these, so that people who are added at
 * once elsewhere wait in one direction.
 * @returns the ids of those that were added: of the others another living person has the same `externalId`
 */
export async function insertPeople(
  tx: Tx,
  tenantId: TenantId,
  given: readonly PersonFacts[],
): Promise<ReadonlySet<PersonId>> {
  if (given.length === 0) return new Set();
  const people = given.toSorted(byExternalId);
  const days = (read: (person: PersonFacts) => string | null) => dayArray(people.map(read));
  const texts = (read: (person: PersonFacts) => string | null) => textArray(people.map(read));
  const { rows } = await tx.query<{ id: PersonId }>(
    `INSERT INTO people.person (tenant_id, id, name, first_name, last_name, time_zone, locale, birth_date, anniversary_date,
       dates, city, country, external_id, quiet_hours, version, created_at)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[],
       $9::date[], $10::jsonb[], $11::text[], $12::text[], $13::text[], $14::jsonb[], $15::int[], $16::timestamptz[])
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      tenantId,
      uuidArray(people.map(({ id }) => id)),
      texts(({ name }) => name),
      texts(({ firstName }) => firstName),
      texts(({ lastName }) => lastName),
      texts(({ timeZone }) => timeZone),
      texts(({ locale }) => locale),
      days(({ birthDate }) => birthDate),
      days(({ anniversaryDate }) => anniversaryDate),
      texts(({ dates }) => JSON.stringify(dates)),
      texts(({ city }) => city),
      texts(({ country }) => country),
      texts(({ externalId }) => externalId),
      texts(({ quietHours }) => quietHours && JSON.stringify(quietHours)),
      plainArray(people.map(({ version }) => version)),
      instantArray(people.map(({ createdAt }) => createdAt)),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Those of one stay in their order: the first is added. */
function byExternalId({ externalId: one }: PersonFacts, { externalId: other }: PersonFacts): number {
  if (one === other) return 0;
  return one === null || (other !== null && one < other) ? -1 : 1;
}

/** Of these, those that living people have, and whose they are. */
export async function readOwnersOfExternalIds(
  tx: Tx,
  tenantId: TenantId,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  if (externalIds.length === 0) return new Map();
  const { rows } = await tx.query<{ externalId: string; id: PersonId }>(
    `SELECT external_id AS "externalId", id FROM people.person
     WHERE tenant_id = $1 AND external_id = ANY ($2::text[]) AND deleted_at IS NULL`,
    [tenantId, textArray(externalIds)],
  );
  return new Map(rows.map(({ externalId, id }) => [externalId, id]));
}

/** @throws of the database: 23505 where another living person of the tenant has the same `externalId` */
export async function updatePerson(tx: Tx, person: Person): Promise<void> {
  await tx.query(
    `UPDATE people.person SET name = $2, first_name = $3, last_name = $4, time_zone = $5, locale = $6, birth_date = $7,
       anniversary_date = $8, dates = $9, city = $10, country = $11, external_id = $12, quiet_hours = $13, version = $14
     WHERE id = $1`,
    [person.id, ...fieldsOf(person), person.version],
  );
}

/** @throws of the database: 23505 where a restored person's `externalId` belongs to another one by now */
export async function setDeleted(tx: Tx, id: PersonId, at: Temporal.Instant | null): Promise<void> {
  await tx.query('UPDATE people.person SET deleted_at = $2, version = version + 1 WHERE id = $1', [
    id,
    at?.toString() ?? null,
  ]);
}

function fieldsOf(person: Person): unknown[] {
  return [
    person.name,
    person.firstName,
    person.lastName,
    person.timeZone,
    person.locale,
    person.birthDate,
    person.anniversaryDate,
    person.dates,
    person.city,
    person.country,
    person.externalId,
    person.quietHours,
  ];
}
