import { dataOf, type PeopleImport, problemFrom } from '@belfry/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorld, worldOf } from '../../../app/api.ts';
import { countRows } from './count-rows.ts';

interface Sending {
  file: File;
  isDryRun: boolean;
  /** Whether people who are there already are changed; otherwise their rows are refused. */
  changesExisting: boolean;
}

/** Sends a file, and says how far it has come while the server is at it. */
export function useImport() {
  const { baseUrl } = useWorld();
  const queries = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const send = useMutation({
    mutationFn: async ({ file, isDryRun, changesExisting }: Sending): Promise<PeopleImport> => {
      const own = crypto.randomUUID();
      setId(own);
      countRows(file).then(setTotal, () => setTotal(null));
      const query = new URLSearchParams({
        id: own,
        dryRun: String(isDryRun),
        existing: changesExisting ? 'update' : 'reject',
      });
      const response = await fetch(`${baseUrl}/v1/people/import?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: file,
      });
      if (!response.ok) throw await problemFrom(response);
      return (await response.json()) as PeopleImport;
    },
    onSuccess: async ({ dryRun }) => {
      if (dryRun) return;
      await Promise.all(
        ['people', 'greetings', 'schedules'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const progress = useQuery({
    queryKey: ['imports', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/people/imports/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: (send.isPending || send.data?.state === 'running') && id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : 500),
    // It is there a moment after the upload.
    retry: true,
    retryDelay: 500,
  });
  const polled = progress.data?.id === id ? progress.data : null;
  const answer = send.data ?? null;
  // With many changes to make, it is answered before they are made.
  const report = answer?.state === 'running' ? (polled?.state === 'done' ? polled : null) : answer;
  const isPending = send.isPending || (answer !== null && report === null);
  return {
    send: (sending: Sending) => send.mutate(sending),
    reset: () => {
      send.reset();
      setId(null);
      setTotal(null);
    },
    isPending,
    error: send.error,
    /** How it ended. */
    report,
    /** About how many rows there are; null until it is known. */
    total,
    /** While it lasts. */
    progress: isPending ? polled : null,
  };
}
