import { idText } from '@belfry/platform/http/answer-fields';
import { z } from 'zod';
import type { UnderWay } from '../store/stopping/pg-under-way.ts';

/** A call that a wide fact could not stop: it was under way and did not end in time. */
export const underWayAnswer = z
  .object({
    occurrenceId: idText,
    attemptId: z.string(),
    personId: idText,
    channel: z.string(),
    address: z.string(),
  } satisfies Record<keyof UnderWay, z.ZodType>)
  .meta({ id: 'CallUnderWay' });
