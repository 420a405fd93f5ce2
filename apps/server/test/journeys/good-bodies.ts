import type { Person } from './story.ts';

const webhook = { channel: 'webhook', address: 'https://example.com/hook', method: 'PUT', timeoutMs: 5000 };
const contactPoints = [
  { channel: 'sms', address: '+12025550102' },
  { channel: 'email', address: 'bob@example.com' },
  { channel: 'inbox', address: 'inbox' },
  { channel: 'push', address: 'https://push.example.com/1', keys: { p256dh: 'BPublic', auth: 'secret' } },
  { ...webhook, auth: { type: 'none' } },
  { ...webhook, address: 'https://example.com/2', auth: { type: 'bearer', token: 'secret' } },
  { ...webhook, address: 'https://example.com/3', auth: { type: 'basic', username: 'bob', password: 'secret' } },
  { ...webhook, address: 'https://example.com/4', auth: { type: 'header', name: 'X-Key', value: 'secret' } },
];

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
  const { personId, ...changes } = schedule;
  const least = { personId, title: 'Take pills' };
  const placing = { gap: 'later', overlap: 'first' };
  const excluding = { excludeDates: ['2027-12-25'], excludeWeekends: true, excludeHolidays: [] };
  // The first with all that may stand beside a rule, the others with the least.
  const [first, ...others] = [
    { rule: { type: 'once', at: '2027-01-16T08:00:00Z' } },
    { rule: { type: 'once', localDate: '2027-01-17', ...placing }, localTime: '09:00' },
    {
      rule: {
        type: 'annual',
        field: 'birthDate',
        count: 100,
        sameDay: true,
        clamp: 'skip',
        ...placing,
        ...excluding,
      },
      localTime: '09:00',
    },
    { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00' },
    {
      rule: { type: 'rrule', rrule: 'FREQ=DAILY', startDate: '2027-01-16', clamp: 'clamp', ...placing, ...excluding },
      localTime: '09:00',
    },
    { rule: { type: 'every', interval: 'PT90M', anchor: '2027-01-15T08:00:00Z', ...excluding } },
    { rule: { type: 'cron', cron: '0 9 * * 1-5', startDate: '2027-01-16', ...placing, ...excluding } },
  ];
  const event = {
    traceId: 'CA1',
    type: 'turn.heard',
    id: 'E1',
    version: 1,
    at: '2027-01-15T08:00:00Z',
    causationId: 'E0',
    correlationId: 'booking-1',
    payload: { anything: ['goes'] },
  };
  const definition = {
    steps: [
      { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }], message: 'Well?' },
      { after: 'PT5M', targets: [{ person: person.id, channels: ['email'] }], repeat: { every: 'PT1M', times: 2 } },
      { after: 'PT15M', targets: [{ person: 'role:caregiver', channels: ['sms', 'inbox'] }] },
    ],
    fallback: { person: 'role:contact', channels: ['sms'] },
    repageAfter: 'PT2H',
    patience: 'PT1H',
    onUnknown: 'ask',
  };
  const simulation = { personId: person.id, at: '2027-01-16T08:00:00Z', importance: 'high' };
  const kind = { title: 'Renewal', field: 'renewal', recurrence: 'annual', enabled: true, sendTime: '10:00' };
  const words = { subject: 'For {{ person.firstName }}', text: '{{ person.fullName }}: {{ years }}' };
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
        dates: { nameDay: '2000-11-30' },
        city: 'Leeds',
        country: 'UK',
        externalId: 'bob',
        quietHours: { start: '22:00', end: '07:00' },
        contactPoints,
      },
    ],
    'PATCH /v1/people/{id}': [
      {
        name: 'Anna Archer',
        firstName: 'Anna',
        lastName: 'Archer',
        timeZone: 'Europe/London',
        locale: 'en',
        birthDate: '1950-02-28',
        anniversaryDate: '1980-06-01',
        dates: { nameDay: '2000-11-30' },
        city: 'Leeds',
        country: 'UK',
        externalId: 'anna',
        quietHours: { start: '22:00', end: '07:00' },
        contactPoints,
      },
    ],
    'POST /v1/people/{id}/relationships': [
      {
        personId: person.id,
        role: 'neighbour',
        permissions: ['acknowledge'],
        consent: 'granted',
        priority: 1,
        privacy: 'title',
      },
    ],
    'PATCH /v1/people/{id}/relationships/{relationshipId}': [
      { role: 'neighbour', permissions: ['acknowledge'], consent: 'granted', priority: 1, privacy: 'title' },
    ],
    'POST /v1/dead-letters/discard': [{ discardReason: 'Told by hand' }],
    'POST /v1/dead-letters/{id}/discard': [{ discardReason: 'Told by hand' }],
    'POST /v1/events': [event],
    'POST /v1/events/batch': [{ events: [event] }],
    'POST /v1/schedules': [{ ...schedule, ...first }, ...others.map((rule) => ({ ...least, ...rule }))],
    'POST /v1/schedules/preview': [{ ...schedule, ...first }, ...others.map((rule) => ({ ...least, ...rule }))],
    'PATCH /v1/schedules/{id}': [{ ...changes, ...first }, ...others],
    'POST /v1/holiday-calendars': [
      { name: 'Bank holidays', days: [{ date: '2027-12-25', name: 'Christmas Day' }] },
      { name: 'From elsewhere', ics: 'BEGIN:VCALENDAR' },
    ],
    'POST /v1/policies': [definition, { ...definition, fallback: person.id }].map((given) => ({
      name: 'Louder',
      ...given,
    })),
    'POST /v1/policies/{id}/simulate': [simulation],
    'POST /v1/occurrences/{id}/snooze': [{ until: '2027-01-20T09:00:00Z' }, { for: 'PT1H' }, { text: 'until Friday' }],
    'PATCH /v1/settings': [{ delivery: 'disabled', throttlePerHour: 6, ratesPerSecond: { sms: 10 } }],
    'POST /v1/policies/simulate': [{ policy: { name: 'Louder', ...definition }, ...simulation }],
    'PUT /v1/greetings/settings': [
      { enabled: true, sendTime: '08:30', leapDay: 'march-1', lateLimit: 'PT12H', onUnknown: 'ask' },
    ],
    'PUT /v1/greetings/people/{id}': [{ sendTime: '08:30', leapDay: 'march-1', muted: false }],
    'POST /v1/greetings/kinds': [{ name: 'renewal', ...kind }],
    'PATCH /v1/greetings/kinds/{name}': [kind],
    'POST /v1/greetings/templates': [{ kind: 'birthday', locale: 'fr', ...words }],
    'PATCH /v1/greetings/templates/{id}': [words],
    'POST /v1/greetings/templates/{id}/preview': [{ personId: person.id, date: '2027-05-17' }],
    'POST /v1/greetings/preview': [{ kind: 'birthday', ...words, personId: person.id, date: '2027-05-17' }],
    'PUT /sandbox/handsets/{address}': [
      { persona: 'person', chaos: { acceptThenHang: 1 }, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    ],
    'POST /sandbox/push-subscriptions': [{ label: "Ann's tablet", applicationServerKey: `B${'A'.repeat(86)}` }],
    'PUT /sandbox/chaos': [{ seed: 'one', chaos: { refuse: 0.5 } }],
    'POST /sandbox/handsets/{address}/reply': [{ text: 'DONE' }],
    'POST /sandbox/clock': [{ set: '2027-01-15T08:00:00Z' }, { advance: 'PT1M' }],
  };
}
