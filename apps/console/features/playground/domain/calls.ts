import type { Call } from './curl.ts';

interface Resident {
  personId: string;
  address: string;
}

export const advanceMinute: Call = { method: 'POST', path: '/sandbox/clock', body: { advance: 'PT1M' } };
export const killEngine: Call = { method: 'POST', path: '/v1/playground/kill-engine' };
export const resetScene: Call = { method: 'POST', path: '/v1/playground/reset' };
/** The network tells everything twice, of the next ten messages. */
export const duplicateCallbacks: Call = {
  method: 'PUT',
  path: '/sandbox/chaos',
  body: { chaos: { duplicateCallbacks: 10 } },
};

/** The next two texts to this phone are answered with an error, as by a carrier that is down. */
export function failTexts({ address }: Resident): Call {
  const path = `/sandbox/handsets/${encodeURIComponent(address)}`;
  return { method: 'PUT', path, body: { chaos: { serverError: 2 } } };
}

export function setClock(ms: number): Call {
  return { method: 'POST', path: '/sandbox/clock', body: { set: new Date(ms).toISOString() } };
}

export function replyDone({ address }: Resident): Call {
  return {
    method: 'POST',
    path: `/sandbox/handsets/${encodeURIComponent(address)}/reply`,
    body: { text: 'DONE' },
  };
}

/** One evening's pill; `title` and `body` are what Grandmother reads. */
export function planEvening(grandmother: Resident, policyId: string, atMs: number): Call {
  return schedule(grandmother, {
    kind: 'dose',
    rule: { type: 'once', at: new Date(atMs).toISOString() },
    title: 'Evening pill',
    body: 'The white one, with water.',
    policyId,
  });
}

export function planMorning(daughter: Resident, atMs: number): Call {
  return schedule(daughter, {
    rule: { type: 'once', at: new Date(atMs).toISOString() },
    title: 'Good morning. Ring Grandmother, it is afternoon there',
  });
}

/**
 * Half past one is the time that London’s clocks leave out in spring and show twice in autumn. Four times: the first
 * one counts from the morning of the day it is planned, which is over by then.
 */
export function planNight(daughter: Resident): Call {
  return schedule(daughter, {
    rule: { type: 'rrule', rrule: 'FREQ=DAILY;COUNT=4' },
    localTime: '01:30',
    timeZone: 'Europe/London',
    title: 'Night check, at half past one',
  });
}

function schedule({ personId }: Resident, fields: Record<string, unknown>): Call {
  return { method: 'POST', path: '/v1/schedules', body: { personId, kind: 'reminder', ...fields } };
}
