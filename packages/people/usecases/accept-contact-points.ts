import { isIP } from 'node:net';
import { ruleBroken } from '@belfry/kernel/app-error';
import { isOfOwnMachine } from '../domain/address.ts';
import { type CheckedPoints, checkContactPoints, type GivenPoints } from '../domain/check-contact-points.ts';
import type { ContactPoint } from '../domain/person.ts';
import { isPublicAddress } from '../public-address.ts';

/**
 * What is to be stored for the contact points of a request, or the refusal: an address in a network of our own, which no
 * call will go to, is refused at once. What a name stands for may change; it is looked up, and refused, at each call.
 */
export function acceptContactPoints(options: GivenPoints): CheckedPoints {
  const index = options.given.findIndex((point) => isOutOfReach(point, options.allowLocalHttp));
  const checked = checkContactPoints(options);
  if (index < 0 || !checked.ok) return checked;
  const message = 'must be at a public address; this one belongs to a private network';
  return { ok: false, error: ruleBroken('person.address-not-public', `contactPoints.${index}.address`, message) };
}

function isOutOfReach({ channel, address }: ContactPoint, allowLocal: boolean): boolean {
  if (channel !== 'webhook' && channel !== 'push') return false;
  if (isOfOwnMachine(address)) return !allowLocal;
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}
