import type { Said, Terms } from '../domain/words.ts';
import type { Author, Unsaid } from '../usecases/author.ts';

/** One who says this of everything. */
export function authorOf(says: (unsaid: Unsaid) => Said, terms: () => Terms | null = () => null): Author {
  return {
    async write(_, unsaid) {
      const its = terms();
      return {
        said: new Map(unsaid.map((one) => [one.occId, says(one)])),
        terms: new Map(its ? unsaid.map(({ tenantId }) => [tenantId, its]) : []),
      };
    },
    terms: async () => terms(),
  };
}
