import { z } from 'zod';
import { type Chaos, type Fault, faults } from './chaos.ts';
import { duration, parseFields } from './fields.ts';

const rate = z.union(
  [
    z
      .number()
      .min(0)
      .max(1_000_000)
      .refine((value) => value < 1 || Number.isInteger(value)),
    z.strictObject({ probability: z.number().min(0).max(1) }),
  ],
  'must be a whole number (the next so many), a fraction below 1 (a probability), or {"probability": 0 to 1}',
);
const rates = Object.fromEntries(faults.map((fault) => [fault, rate.optional()])) as Record<
  Fault,
  z.ZodOptional<typeof rate>
>;
const shape = z.strictObject({
  ...rates,
  retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  callbackDelay: duration.optional(),
  slowMs: z.int().min(1).max(60_000).optional(),
});

/** @throws AppError `validation` */
export function parseChaos(input: unknown): Chaos {
  const parsed = parseFields(shape, input, 'chaos');
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}
