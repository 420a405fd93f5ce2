import type { ReminderDraft } from './reminder-draft.ts';

/** The fields of the form that can carry an error. */
export type ReminderField =
  | 'person'
  | 'title'
  | 'body'
  | 'lateLimit'
  | 'when'
  | 'zone'
  | 'ladder'
  | 'policyName'
  | `rung ${number}`;

/** The field that an error's path of `POST` and `PATCH /v1/schedules` speaks of. */
export function scheduleFieldOf(path: string): ReminderField | null {
  const [first] = path.split('.');
  if (first === 'personId') return 'person';
  if (first === 'title' || first === 'body' || first === 'lateLimit') return first;
  if (first === 'rule' || first === 'localTime') return 'when';
  if (first === 'timeZone') return 'zone';
  return first === 'policyId' ? 'ladder' : null;
}

/** The same for `POST /v1/policies`, whose steps are the rungs of the form. */
export function policyFieldOf(path: string): ReminderField | null {
  const [first, index] = path.split('.');
  if (first === 'name') return 'policyName';
  if (first !== 'steps') return null;
  return index === undefined ? 'ladder' : `rung ${Number(index)}`;
}

/** Whether an error of this field is out of date once these parts of the draft have been changed. */
export function isStale(field: string, changed: ReadonlySet<keyof ReminderDraft>): boolean {
  if (field.startsWith('rung ')) return changed.has('rungs');
  const parts = partsOf[field] ?? [];
  return parts.some((part) => changed.has(part));
}

const partsOf: Record<string, (keyof ReminderDraft)[]> = {
  person: ['personId'],
  title: ['title'],
  body: ['body'],
  lateLimit: ['lateLimitHours'],
  when: ['timing', 'personId'],
  zone: ['timing'],
  ladder: ['ladder', 'policyId', 'rungs'],
  policyName: ['policyName'],
};
