import type { PersonId } from '@belfry/kernel/ids';

/** What the related person said about being asked for somebody's sake; only `granted` lets a role resolve to them. */
export const consents = ['pending', 'granted', 'withdrawn'] as const;
export type Consent = (typeof consents)[number];

/** What the related person is shown of it: the title alone, or all. */
export const privacies = ['title', 'all'] as const;
export type Privacy = (typeof privacies)[number];

/** `self` is the person, `contact` anybody with a role: targets of policies use both. */
export const reservedRoles: readonly string[] = ['self', 'contact'];

export interface Relationship {
  id: string;
  /** Whose caregiver, daughter or neighbour it is. */
  forPersonId: PersonId;
  /** The caregiver, daughter or neighbour. */
  personId: PersonId;
  personName: string;
  role: string;
  /** Words of the caller's: what the related person may do and see. */
  permissions: string[];
  consent: Consent;
  /** 1 is asked first. */
  priority: number;
  privacy: Privacy;
  version: number;
  createdAt: Temporal.Instant;
}

export interface ConsentEvent {
  id: string;
  at: Temporal.Instant;
  /** `opted-out` and `opted-in` are an address's; the others a related person's. */
  kind: 'opted-out' | 'opted-in' | 'requested' | 'granted' | 'withdrawn';
  channel: string | null;
  address: string | null;
  /** Whose word it is, as far as that is known. */
  personId: PersonId | null;
  relationshipId: string | null;
  actor: { type: 'key' | 'user' | 'person'; id: string; name: string; via: string };
  /** The words it was said in, where there were any. */
  evidence: string | null;
}

export const eventOfConsent: Record<Consent, ConsentEvent['kind']> = {
  pending: 'requested',
  granted: 'granted',
  withdrawn: 'withdrawn',
};
