import { type Client, dataOf, type Relationship, type RelationshipPatch } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { useChanged } from '../../../app/use-changed.ts';
import { useProblemWords } from '../../../ui/problem-words.ts';
import { type CouldNotStop, useSayDone } from '../../../ui/under-way.ts';
import { useNotify } from '../../../ui/use-notify.ts';

/** Changes to one relationship; a consent that ends is answered when nobody is asked by it any more. */
export function useChangeRelationship(relationship: Relationship, onRemoved: () => void) {
  const t = useTranslations('relationships');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const sayDone = useSayDone();
  const problemWords = useProblemWords();
  const name = relationship.personName;
  const settle = (couldNotStop: CouldNotStop, title: string, isStopped: boolean) => {
    sayDone(couldNotStop, title, isStopped ? undefined : t('savedHint'));
    return changed('people');
  };
  const change = useMutation({
    mutationFn: (body: RelationshipPatch) => changing(relationship, body)(api),
    onSuccess: ({ couldNotStop, consent }, sent) =>
      settle(couldNotStop, t(sent.consent ? `${consent}Done` : 'saved', { name }), sent.consent === 'withdrawn'),
    onError: async (error) => {
      notify({ tone: 'bad', title: t('failed', { name }), message: problemWords(error) });
      // Somebody else may have changed it: show what stands there now.
      await changed('people');
    },
  });
  const remove = useMutation({
    mutationFn: () => removal(relationship)(api),
    onSuccess: ({ couldNotStop }) => {
      onRemoved();
      return settle(couldNotStop, t('removed', { name }), true);
    },
  });
  return { change, remove };
}

/** What a change asks of the API. */
export function changing({ forPersonId, id, version }: Relationship, body: RelationshipPatch) {
  const params = { path: { id: forPersonId, relationshipId: id } };
  const init = { params, headers: { 'if-match': `"${version}"` }, body };
  return (api: Client) => dataOf(api.PATCH('/v1/people/{id}/relationships/{relationshipId}', init));
}

/** What ending it asks of the API. */
export function removal({ forPersonId, id }: Relationship) {
  const path = { id: forPersonId, relationshipId: id };
  return (api: Client) => dataOf(api.DELETE('/v1/people/{id}/relationships/{relationshipId}', { params: { path } }));
}
