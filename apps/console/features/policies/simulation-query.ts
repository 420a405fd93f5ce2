import { dataOf, type SimulationDraft } from '@belfry/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

/** «What happens if nobody answers», by the engine's own decisions, for a policy that need not be saved. */
export const simulationQuery = (draft: SimulationDraft | null) =>
  queryOptions({
    queryKey: ['policies', 'simulation', draft],
    queryFn: ({ client, signal }) => {
      if (draft === null) throw new TypeError('There is nothing to simulate.');
      return dataOf(worldOf(client).api.POST('/v1/policies/simulate', { body: draft, signal }));
    },
    enabled: draft !== null,
    // While the form changes, the last preview stays instead of a flicker.
    placeholderData: keepPreviousData,
  });
