import { dataOf, type PeopleImport, problemFrom, randomId, unreachable } from '@belfry/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useWorld, worldOf } from '../../../app/api.ts';
import { useChanged } from '../../../app/use-changed.ts';
import { countRows } from './count-rows.ts';
import { type Sending, sendingKey } from './sending.ts';

/** It was ended before the server had all of it: nothing of it is done. */
class Cancelled extends Error {}

/** What was chosen is a file as it was: a browser reads no other under its name. */
class FileChanged extends Error {}

/** Sends a file, and says how far it has come while the server is at it. */
export function useImport() {
  const { baseUrl, api } = useWorld();
  const changed = useChanged();
  const queries = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  /** Not answered yet: another try of the same is the same import. */
  const begun = useRef<(Sending & { id: string }) | null>(null);
  const upload = useRef<AbortController>(null);
  const read = async (own: string) => dataOf(api.GET('/v1/people/imports/{id}', { params: { path: { id: own } } }));
  /** A moment later, if it has begun. */
  const readLater = async (own: string) => {
    await new Promise((done) => setTimeout(done, 1000));
    return read(own).catch(() => null);
  };
  const send = useMutation({
    mutationKey: sendingKey,
    mutationFn: async (sending: Sending): Promise<PeopleImport> => {
      const { file, isDryRun, changesExisting } = sending;
      const earlier = begun.current !== null && isSame(begun.current, sending) ? begun.current : null;
      const own = earlier?.id ?? randomId();
      begun.current = { ...sending, id: own };
      setId(own);
      countRows(file).then(setTotal, () => setTotal(null));
      const query = new URLSearchParams({
        id: own,
        dryRun: String(isDryRun),
        existing: changesExisting ? 'update' : 'reject',
      });
      const controller = new AbortController();
      upload.current = controller;
      const response = await fetch(`${baseUrl}/v1/people/import?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: file,
        signal: controller.signal,
      }).catch(async (cause) => {
        if (controller.signal.aborted) {
          // What had all arrived by then goes on, and is shown.
          const goesOn = isDryRun ? null : await readLater(own);
          if (goesOn) return goesOn;
          throw new Cancelled('cancelled', { cause });
        }
        throw (await isReadable(file)) ? unreachable(cause) : new FileChanged('changed', { cause });
      });
      upload.current = null;
      if (!(response instanceof Response)) return response;
      if (response.ok) return (await response.json()) as PeopleImport;
      const problem = await problemFrom(response);
      // Its answer was lost, and it is there: it goes on, or has been done.
      if (!earlier || problem.code !== 'import.id-taken') throw problem;
      return read(own);
    },
    onSuccess: async ({ dryRun }) => {
      begun.current = null;
      void queries.invalidateQueries({ queryKey: ['people', 'imports'] });
      if (dryRun) return;
      await changed('people');
    },
  });
  const progress = useQuery({
    queryKey: ['people', 'imports', id, 'progress'],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/people/imports/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: (send.isPending || send.data?.state === 'running') && id !== null,
    // One that has broken off is over, except where it is sent once more.
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'done' || (data?.state === 'failed' && !send.isPending) ? false : 500,
    // It is there a moment after the upload.
    retry: true,
    retryDelay: 500,
  });
  const polled = progress.data?.id === id ? progress.data : null;
  const answer = send.data ?? null;
  // With many changes to make, it is answered before they are made.
  const report = answer?.state === 'running' ? (polled?.state === 'done' ? polled : null) : answer;
  // One that is gone on with can still break off.
  const brokenOff = answer?.state === 'running' && polled?.state === 'failed' ? polled.problem : null;
  const isPending = send.isPending || (answer !== null && report === null && brokenOff === null);
  return {
    send: (sending: Sending) => send.mutate(sending),
    reset: () => {
      send.reset();
      setId(null);
      setTotal(null);
    },
    isPending,
    error: send.error instanceof FileChanged || send.error instanceof Cancelled ? null : send.error,
    /** Sends the same once more. */
    retry: () => send.variables && send.mutate(send.variables),
    brokenOff,
    /** What is only tried, or has not all arrived, can be ended; once people are being added, that is one step. */
    canCancel: send.isPending && (send.variables.isDryRun || polled === null),
    cancel: () => upload.current?.abort(),
    isFileChanged: send.error instanceof FileChanged,
    /** How it ended. */
    report,
    /** About how many rows there are; null until it is known. */
    total,
    /** While it lasts. */
    progress: isPending ? polled : null,
  };
}

function isSame(one: Sending, other: Sending): boolean {
  return one.file === other.file && one.isDryRun === other.isDryRun && one.changesExisting === other.changesExisting;
}

async function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}
