import type { Policy } from '@belfry/sdk';
import { useQuery } from '@tanstack/react-query';
import { policyQuery } from './policies-query.ts';

/** A policy by its id, however many there are; undefined where there is none, or until it is there. */
export function usePolicy(id: string | null): Policy | undefined {
  return useQuery({ ...policyQuery(id ?? ''), enabled: id !== null }).data;
}
