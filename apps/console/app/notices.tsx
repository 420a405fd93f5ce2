import type { NotificationData } from '@mantine/notifications';
import { lazy, Suspense, useSyncExternalStore } from 'react';

let isWanted = false;
const listeners = new Set<() => void>();

const load = () => import('./notice-board.tsx');
const NoticeBoard = lazy(() => load().then(({ NoticeBoard: board }) => ({ default: board })));

/** Shows one in passing. The board that it hangs on is loaded with the first: most pages have nothing to say. */
export async function showNotice(notice: NotificationData): Promise<void> {
  isWanted = true;
  for (const told of listeners) told();
  const { hang } = await load();
  hang(notice);
}

/** Where notices appear. */
export function Notices() {
  const isShown = useSyncExternalStore(listen, () => isWanted);
  return <Suspense>{isShown && <NoticeBoard />}</Suspense>;
}

function listen(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}
