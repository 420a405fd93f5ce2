import type { Client } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorld } from '../app/api.ts';
import { errorsByField, needsNote } from './errors-by-field.ts';
import { isSame, keepTyped } from './keep-typed.ts';
import { isStaleEdit } from './stale-note.tsx';

/** The fields of a form that can carry an error. */
interface Fields<Draft, Field extends string> {
  /** The one that an error's path speaks of; null where none does. */
  of(path: string): Field | null;
  /** What its error was said of: once that has been changed, the error is out of date. */
  partOf(draft: Draft, field: Field): unknown;
}

/** Fields that are called as the API calls them, and as the draft does. */
export function fieldsOf<Draft, Field extends string & keyof Draft>(...names: Field[]): Fields<Draft, Field> {
  return { of: (path) => names.find((name) => name === path) ?? null, partOf: (draft, field) => draft[field] };
}

interface EditOptions<Known, Draft, Saved extends Known, Removed, Field extends string> {
  /** As it was last read; null where a new one is made. */
  known: Known;
  toDraft(known: Known): Draft;
  /** What saving asks of the API; `before` is what the draft began with, and carries its version. */
  saving(before: Known, draft: Draft): (api: Client) => Promise<Saved>;
  /** Reads it anew, when somebody else was faster. */
  reread(before: Known): Promise<Known>;
  fields: Fields<Draft, Field>;
  /**
   * `isWhole`: nothing has been typed since it was sent; what has been stays in the form. That holds at this moment: whatever is
   * waited for before the form is left may be typed over.
   */
  onSaved(saved: Saved, isWhole: boolean): void;
  /** Takes it away, where it can be. */
  removal?: {
    removing(before: Known): (api: Client) => Promise<Removed>;
    onRemoved(removed: Removed): void;
  };
}

/**
 * The form of something that others may edit too: what they save is taken over while nothing has been typed, and neither
 * overwrites it nor is overwritten by it afterwards.
 */
export function useEdit<Known, Draft extends object, Saved extends Known, Field extends string, Removed = never>(
  options: EditOptions<Known, Draft, Saved, Removed, Field>,
) {
  const { known, toDraft, saving, reread, fields, onSaved, removal } = options;
  const { api } = useWorld();
  const [before, setBefore] = useState(known);
  const [draft, setDraft] = useState(() => toDraft(known));
  const [seen, see] = useState(known);
  /** As it stood when it was last refused. */
  const [refused, refuse] = useState(draft);
  const begin = (fresh: Known) => {
    setBefore(fresh);
    setDraft(toDraft(fresh));
  };
  const isDirty = !isSame(draft, toDraft(before));
  if (!isSame(known, seen)) {
    see(known);
    if (!isDirty) begin(known);
    // Changed where the form does not reach: what was typed is as good for this version as for the one before.
    else if (isSame(toDraft(known), toDraft(before))) setBefore(known);
  }
  const save = useMutation({
    mutationFn: (sent: Draft) => saving(before, sent)(api),
    onSuccess: (saved, sent) => {
      setBefore(saved);
      setDraft((last) => keepTyped(last, sent, toDraft(saved)));
      onSaved(saved, isSame(draft, sent));
    },
    onError: () => refuse(draft),
  });
  const remove = useMutation({
    mutationFn: async () => removal?.removing(before)(api),
    onSuccess: (removed) => removal?.onRemoved(removed as Removed),
  });
  const reload = useMutation({
    mutationFn: () => reread(before),
    onSuccess: (fresh) => {
      begin(fresh);
      save.reset();
      remove.reset();
    },
  });
  const sent = save.variables ?? draft;
  const errors = errorsByField(save.error, fields.of);
  const wrong = Object.entries(errors.of).filter(([name]) => {
    const field = name as Field;
    return isSame(fields.partOf(draft, field), fields.partOf(sent, field));
  });
  const isStale = isStaleEdit(save.error) || isStaleEdit(remove.error);
  const isShown = wrong.length === Object.keys(errors.of).length && !needsNote(save.error, errors);
  // As it stands now it may be right; but what was typed while it was under way was typed before anybody knew of a refusal.
  const unexplained = isShown || !isSame(draft, refused) ? null : save.error;
  return {
    /** What the draft began with. */
    before,
    draft,
    change: (patch: Partial<Draft>) => setDraft((last) => ({ ...last, ...patch })),
    isDirty,
    isStale,
    /** Takes the form to what stands there now; what was typed is lost, which its button says. */
    reload: () => reload.mutate(),
    /** At their fields. */
    wrong: Object.fromEntries(wrong) as Partial<Record<Field, string>>,
    /** What no field can show. */
    error: reload.error ?? (isStale ? null : (unexplained ?? remove.error)),
    refusal: save.error,
    isPending: save.isPending,
    /** What saving asks of the API, as the form stands. */
    call: saving(before, draft),
    // A key that is held down presses again.
    submit: () => {
      if (!save.isPending) save.mutate(draft);
    },
    isRemoving: remove.isPending,
    remove: () => remove.mutate(),
  };
}
