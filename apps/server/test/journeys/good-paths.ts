import { randomUUID } from 'node:crypto';
import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Operation } from './openapi-operations.ts';
import { addPerson, addPolicy, type Person, remind } from './story.ts';

export interface GoodPaths {
  person: Person;
  policy: { id: string };
  /** By parameter. */
  valuesFor(operation: Pick<Operation, 'path'>): Record<string, string>;
  /** The path of an operation with something good in each place. */
  pathOf(operation: Pick<Operation, 'path'>, given?: Record<string, string>): string;
}

/** Adds one of everything that paths name. Only for dead letters, which cannot be added, an id is made up. */
export async function addGoodPaths(belfry: BelfryProcess): Promise<GoodPaths> {
  const person = await addPerson(belfry, { name: 'Ann Archer', sms: '+12025550101', email: 'ann@example.com' });
  const policy = await addPolicy(belfry, 'Once', [{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
  const schedule = await remind(belfry, { person, title: 'Later', at: '2027-01-16T08:00:00Z', policy });
  const { data } = await belfry.must<{ data: { id: string }[] }>('GET', '/v1/occurrences');
  const bob = await addPerson(belfry, { name: 'Bob Brown' });
  const given = { personId: bob.id, role: 'caregiver' };
  const relationship = await belfry.must<{ id: string }>('POST', `/v1/people/${person.id}/relationships`, given);
  await belfry.must('POST', '/v1/events', { traceId: 'CA1', type: 'turn.heard', id: 'E1' });
  const holidays = { name: 'Feasts', days: [{ date: '2027-12-25', name: 'Christmas Day' }] };
  const calendar = await belfry.must<{ id: string }>('POST', '/v1/holiday-calendars', holidays);
  await belfry.must('POST', '/v1/greetings/kinds', { name: 'name-day', title: 'Name day', field: 'nameDay' });
  const words = { kind: 'birthday', locale: 'km', subject: 'x', text: 'x' };
  const template = await belfry.must<{ id: string }>('POST', '/v1/greetings/templates', words);
  const ids: Record<string, string> = {
    people: person.id,
    policies: policy.id,
    schedules: schedule.id,
    occurrences: data[0]?.id ?? 'unknown',
    'holiday-calendars': calendar.id,
    'dead-letters': randomUUID(),
    'people/imports': await addImport(belfry),
    'greetings/people': person.id,
    'greetings/templates': template.id,
  };
  const others: Record<string, string> = {
    messageId: 'bm9uZQ',
    address: '+12025550101',
    relationshipId: relationship.id,
    traceId: 'CA1',
    version: '1',
    name: 'name-day',
  };
  const valuesFor: GoodPaths['valuesFor'] = ({ path }) => ({
    ...others,
    id: ids[path.split('/').slice(2, 4).join('/')] ?? ids[path.split('/')[2] ?? ''] ?? 'unknown',
  });
  return {
    person,
    policy,
    valuesFor,
    pathOf({ path }, given = {}) {
      const values = { ...valuesFor({ path }), ...given };
      return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'unknown'));
    },
  };
}

async function addImport(belfry: BelfryProcess): Promise<string> {
  const id = randomUUID();
  const response = await fetch(`${belfry.base}/v1/people/import?id=${id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${belfry.key}`, 'content-type': 'text/csv' },
    body: 'name,timeZone\nCleo Cole,Asia/Tokyo\n',
  });
  if (!response.ok) throw new Error(`The import was answered with ${response.status}.`);
  return id;
}
