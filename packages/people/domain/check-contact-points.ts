import type { AppError } from '@belfry/kernel/app-error';
import { ruleBroken } from '@belfry/kernel/app-error';
import { isLocalHttp } from './address.ts';
import { unmaskSecrets } from './contact-settings.ts';
import type { ContactPoint } from './person.ts';

export interface GivenPoints {
  given: readonly ContactPoint[];
  /** What the person has so far. */
  stored: readonly ContactPoint[];
  /** Whether servers of our own machine may be called, without encryption too: in the sandbox nothing leaves it anyway. */
  allowLocalHttp: boolean;
}

export type CheckedPoints = { ok: true; points: ContactPoint[] } | { ok: false; error: AppError };

/** What is to be stored for the contact points of a request, secrets that it repeats masked put back; or the refusal. */
export function checkContactPoints({ given, stored, allowLocalHttp }: GivenPoints): CheckedPoints {
  const points: ContactPoint[] = [];
  for (const [index, point] of given.entries()) {
    const path = `contactPoints.${index}`;
    if (isLocalHttp(point.address) && !allowLocalHttp) {
      return refuse('person.address-not-https', `${path}.address`, 'must be https; http is for the sandbox alone');
    }
    const same = (other: ContactPoint) => other.channel === point.channel && other.address === point.address;
    if (points.some(same)) return refuse('person.contact-point-twice', path, 'is given twice');
    const settings = point.settings && unmaskSecrets(point.settings, stored.find(same)?.settings ?? null);
    if (point.settings && !settings) {
      return refuse('person.secret-unknown', path, 'repeats the mask of a secret that is not stored; give the secret');
    }
    points.push({ ...point, settings });
  }
  return { ok: true, points };
}

function refuse(code: string, path: string, message: string): CheckedPoints {
  return { ok: false, error: ruleBroken(code, path, message) };
}
