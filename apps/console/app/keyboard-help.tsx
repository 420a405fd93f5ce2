import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useKeyboard, useKeys } from './keyboard.tsx';

const Dialog = lazy(() =>
  import('./keyboard-help-dialog.tsx').then(({ KeyboardHelpDialog }) => ({ default: KeyboardHelpDialog })),
);

/** The keys that work everywhere; their list is loaded when it is asked for. */
export function KeyboardHelp() {
  const { isHelpOpen, openHelp } = useKeyboard();
  const navigate = useNavigate();
  useKeys({ 'shift+?': openHelp, '?': openHelp, c: () => void navigate({ to: '/reminders/new' }) });
  return <Suspense>{isHelpOpen && <Dialog />}</Suspense>;
}
