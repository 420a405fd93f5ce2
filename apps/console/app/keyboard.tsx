import { useDisclosure, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

interface Keyboard {
  isHelpOpen: boolean;
  openHelp(): void;
  closeHelp(): void;
  /** Single keys can be turned off: speech input and shaky hands press them by accident (WCAG 2.1.4). */
  areKeysOn: boolean;
  setKeysOn(on: boolean): void;
}

const KeyboardContext = createContext<Keyboard | null>(null);

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [isHelpOpen, { open: openHelp, close: closeHelp }] = useDisclosure(false);
  const [areKeysOn, setKeysOn] = useLocalStorage({
    key: 'belfry.single-keys',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const keyboard = useMemo(
    () => ({ isHelpOpen, openHelp, closeHelp, areKeysOn, setKeysOn }),
    [isHelpOpen, openHelp, closeHelp, areKeysOn, setKeysOn],
  );
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

export function useKeyboard(): Keyboard {
  const keyboard = useContext(KeyboardContext);
  if (!keyboard) throw new Error('There is no KeyboardProvider above.');
  return keyboard;
}

/** Single keys of a page; never while something is typed, and not over an open dialogue. List them in keyboard-help-dialog.tsx. */
export function useKeys(keys: Record<string, () => void>): void {
  const { areKeysOn, isHelpOpen } = useKeyboard();
  const isOn = areKeysOn && !isHelpOpen;
  useHotkeys(isOn ? Object.entries(keys).map(([key, act]) => [key, () => isDialogueOpen() || act()]) : []);
}

/** Of any kind: what it asks about must not change behind it. */
function isDialogueOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}
