import type { TenantId } from '@belfry/kernel/ids';
import { textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import { wordsOf } from '../domain/name-words.ts';
import type { PersonFacts } from '../domain/person.ts';

type Named = Pick<PersonFacts, 'id' | 'name' | 'firstName' | 'lastName'>;

const wordsOfPerson = ({ name, firstName, lastName }: Named) => wordsOf(name, firstName, lastName);

/** By which they are found from then on. */
export async function insertNameWords(tx: Tx, tenantId: TenantId, people: readonly Named[]): Promise<void> {
  const pairs = people.flatMap((person) => wordsOfPerson(person).map((word) => ({ word, id: person.id })));
  if (pairs.length === 0) return;
  await tx.query(
    `INSERT INTO people.name_word (tenant_id, word, person_id)
     SELECT $1, * FROM unnest($2::text[], $3::uuid[]) ON CONFLICT DO NOTHING`,
    [tenantId, textArray(pairs.map(({ word }) => word)), uuidArray(pairs.map(({ id }) => id))],
  );
}

export async function changeNameWords(tx: Tx, tenantId: TenantId, before: Named, after: Named): Promise<void> {
  const [old, now] = [wordsOfPerson(before), wordsOfPerson(after)];
  const gone = old.filter((word) => !now.includes(word));
  if (gone.length > 0)
    await tx.query('DELETE FROM people.name_word WHERE person_id = $1 AND word = ANY ($2::text[])', [
      after.id,
      textArray(gone),
    ]);
  if (now.some((word) => !old.includes(word))) await insertNameWords(tx, tenantId, [after]);
}

/**
 * So many people are sorted at once. Of a word that more have, a page is found soon among the newest; with ten millions, both
 * take about as long at this number.
 */
const fewPeople = 10_000;

/** Of the words that somebody looks for, the one that fewest names have, where those are few. */
export async function rarestWord(tx: Tx, words: readonly string[]): Promise<string | null> {
  const { rows } = await tx.query<{ word: string }>(
    `SELECT w.word FROM unnest($1::text[]) AS w (word)
     CROSS JOIN LATERAL (SELECT count(*) AS people FROM (
       SELECT FROM people.name_word WHERE ${beginsWith('name_word.word', 'w.word')} LIMIT ${fewPeople + 1}) n) c
     WHERE c.people <= ${fewPeople} ORDER BY c.people LIMIT 1`,
    [textArray(words)],
  );
  return rows[0]?.word ?? null;
}

/** SQL: a person whose names have a word that begins so, out of those who have it. */
export function isAmongThoseWith(id: string, word: string): string {
  return `${id} = ANY (ARRAY(SELECT person_id FROM people.name_word WHERE ${beginsWith('word', `${word}::text`)}))`;
}

/** SQL: the same, asked of each person alone. */
export function hasWord(id: string, word: string): string {
  return `(SELECT true FROM people.name_word WHERE person_id = ${id} AND ${beginsWith('word', `${word}::text`)} LIMIT 1)`;
}

/**
 * Behind all that begins so there stands the last of all characters. Comparisons of these two kinds are leakproof: with others,
 * row security would keep the index unused.
 */
function beginsWith(column: string, word: string): string {
  return `${column} ~>=~ ${word} AND ${column} ~<~ (${word} || chr(1114111))`;
}
