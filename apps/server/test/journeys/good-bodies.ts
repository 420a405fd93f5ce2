import type { Person } from './story.ts';

/** By operation, bodies that it takes and that use all of its fields between them. */
export function goodBodiesFor(person: Person, policy: { id: string }): Record<string, unknown[]> {
  const schedule = {
    personId: person.id,
    kind: 'reminder',
    title: 'Take pills',
    body: 'The blue ones',
    policyId: policy.id,
    lateLimit: 'PT24H',
    importance: 'medium',
    timeZone: 'Europe/London',
  };
  return {
    'POST /v1/people': [
      {
        name: 'Bob Baker',
        firstName: 'Bob',
        lastName: 'Baker',
        timeZone: 'Europe/London',
        locale: 'en',
        birthDate: '1950-02-28',
        anniversaryDate: '1980-06-01',
        externalId: 'bob',
        contactPoints: [
          { channel: 'sms', address: '+12025550102' },
          { channel: 'email', address: 'bob@example.com' },
        ],
      },
    ],
    'POST /v1/schedules': [
      { ...schedule, rule: { type: 'once', at: '2027-01-16T08:00:00Z' } },
      { ...schedule, rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00' },
    ],
    'POST /v1/policies': [
      {
        name: 'Louder',
        steps: [
          { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }], message: 'Well?' },
          { after: 'PT5M', targets: [{ person: person.id, channels: ['email'] }] },
        ],
        onUnknown: 'ask',
      },
    ],
    'PUT /sandbox/handsets/{address}': [{ persona: 'person', chaos: { acceptThenHang: 1 } }],
    'POST /sandbox/handsets/{address}/reply': [{ text: 'DONE' }],
    'POST /sandbox/clock': [{ set: '2027-01-15T08:00:00Z' }, { advance: 'PT1M' }],
  };
}
