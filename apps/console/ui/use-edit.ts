import type { Client } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorld } from '../app/api.ts';
import { errorsByField, needsNote } from './errors-by-field.ts';
import { isStaleEdit } from './stale-note.tsx';

interface EditOptions<Known, Draft, Saved, Field extends string> {
  /** As it was last read; null where a new one is made. */
  known: Known;
  toDraft(known: Known): Draft;
  /** What saving asks of the API; `before` is what the draft began with, and carries its version. */
  saving(before: Known, draft: Draft): (api: Client) => Promise<Saved>;
  /** Reads it anew, when somebody else was faster. */
  reread(): Promise<Known>;
  fields: readonly Field[];
  /** @returns what the next edit begins with, where the form stays */
  onSaved(saved: Saved): Known | undefined;
}

/**
 * The form of something that others may edit too: what they save is taken over while nothing has been typed, and neither
 * overwrites it nor is overwritten by it afterwards.
 */
export function useEdit<Known, Draft extends object, Saved, Field extends string>(
  options: EditOptions<Known, Draft, Saved, Field>,
) {
  const { known, toDraft, saving, reread, fields, onSaved } = options;
  const { api } = useWorld();
  const [before, setBefore] = useState(known);
  const [draft, setDraft] = useState(() => toDraft(known));
  const [seen, see] = useState(known);
  const begin = (fresh: Known) => {
    setBefore(fresh);
    setDraft(toDraft(fresh));
  };
  const isDirty = !isSame(draft, toDraft(before));
  if (!isSame(known, seen)) {
    see(known);
    if (!isDirty) begin(known);
  }
  const save = useMutation({
    mutationFn: (sent: Draft) => saving(before, sent)(api),
    onSuccess: (saved) => {
      const next = onSaved(saved);
      if (next !== undefined) begin(next);
    },
  });
  const errors = errorsByField(save.error, (path) => fields.find((field) => field === path) ?? null);
  const isStale = isStaleEdit(save.error);
  return {
    draft,
    change: (patch: Partial<Draft>) => {
      setDraft((last) => ({ ...last, ...patch }));
      if (save.error && !isStale) save.reset();
    },
    isDirty,
    isStale,
    /** Takes the form to what stands there now; what was typed is lost, which its button says. */
    reload: async () => {
      begin(await reread());
      save.reset();
    },
    /** At their fields. */
    wrong: errors.of,
    /** What no field can show. */
    error: !isStale && needsNote(save.error, errors) ? save.error : null,
    refusal: save.error,
    isPending: save.isPending,
    /** What saving asks of the API, as the form stands. */
    call: saving(before, draft),
    submit: () => save.mutate(draft),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
