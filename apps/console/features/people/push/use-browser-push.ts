import { type Client, dataOf, type Person } from '@belfry/sdk';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { useChanged } from '../../../app/use-changed.ts';
import { useNotify } from '../../../ui/use-notify.ts';
import { type NewContactPoint, toContactDraft, toContactPoint } from '../domain/contact-draft.ts';
import { lookAtBrowser, subscribeBrowser, unsubscribeBrowser } from './browser-push.ts';
import { pushStateOf } from './domain/push-state.ts';

const browserQuery = queryOptions({ queryKey: ['this-browser'], queryFn: lookAtBrowser, staleTime: 0 });

/** This browser as an address of somebody: how it stands, and how that is changed. */
export function useBrowserPush(person: Person) {
  const t = useTranslations('push');
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const notify = useNotify();
  const browser = useQuery(browserQuery).data;
  const addresses = person.contactPoints.filter(({ channel }) => channel === 'push').map(({ address }) => address);
  const settle = () => Promise.all([queries.invalidateQueries({ queryKey: browserQuery.queryKey }), changed('people')]);
  const enable = useMutation({
    mutationFn: async () => {
      const { publicKey } = await dataOf(api.GET('/v1/push/public-key'));
      const { endpoint, keys } = await subscribeBrowser(publicKey);
      await saveContacts(api, person, (known) => [...known, { channel: 'push', address: endpoint, keys }]);
    },
    onSuccess: () => {
      notify({ tone: 'good', title: t('enabled', { name: person.name }), message: t('enabledHint') });
    },
    onSettled: settle,
  });
  const disable = useMutation({
    mutationFn: async () => {
      // First here: what is no longer an address is called no more, whatever the browser makes of its part.
      await saveContacts(api, person, (known) => known.filter((point) => !isAt(point, browser?.endpoint)));
      await unsubscribeBrowser();
    },
    onSuccess: () => {
      notify({ tone: 'good', title: t('disabled'), message: t('disabledHint', { name: person.name }) });
    },
    onSettled: settle,
  });
  return { state: browser && pushStateOf(browser, addresses), enable, disable };
}

function isAt(point: NewContactPoint, endpoint: string | null | undefined): boolean {
  return point.channel === 'push' && point.address === endpoint;
}

/** The list is one field of a person: what is not to change goes back as it came. */
async function saveContacts(api: Client, person: Person, change: (known: NewContactPoint[]) => NewContactPoint[]) {
  const known = person.contactPoints.map(toContactDraft).map(toContactPoint);
  const init = { params: { path: { id: person.id } }, headers: { 'if-match': `"${person.version}"` } };
  await dataOf(api.PATCH('/v1/people/{id}', { ...init, body: { contactPoints: change(known) } }));
}
