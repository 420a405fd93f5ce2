import type { z } from 'zod';
import type { FieldProblem, ReadRows } from '../usecases/import-rows.ts';
import { newPerson, personPatch, toNewPerson, toPatch } from './person-schemas.ts';

/** Rows of a file are held to what requests are. */
export const readRows: ReadRows = {
  asNew(body) {
    const parsed = newPerson.safeParse(body);
    return parsed.success ? toNewPerson(parsed.data) : problemsOf(parsed.error);
  },
  asPatch(body) {
    const parsed = personPatch.safeParse(body);
    return parsed.success ? toPatch(parsed.data) : problemsOf(parsed.error);
  },
};

function problemsOf({ issues }: z.ZodError): FieldProblem[] {
  return issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}
