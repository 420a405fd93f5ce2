import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

/** Loaded when there is something to ask. */
const Dialog = lazy(() => import('./leave-dialog.tsx').then(({ LeaveDialog }) => ({ default: LeaveDialog })));

/** Asks before a page is left that holds what has been typed and not saved: by a link, a key, back, or the browser's own close. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // Another day or filter of the same page keeps its forms.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return <Suspense>{status === 'blocked' && <Dialog onStay={() => reset?.()} onLeave={() => proceed?.()} />}</Suspense>;
}
