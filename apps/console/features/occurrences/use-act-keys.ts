import { useKeys } from '../../app/keyboard.tsx';
import { canAcknowledge, canComplete, canSkip, canSnooze } from './domain/what-can-be-done.ts';
import type { Action } from './use-act.ts';

interface ActKeys {
  isOn: boolean;
  state: string;
  does(action: Exclude<Action, 'snooze'>): () => void;
  snooze(): void;
  skip(): void;
}

/** The same as the buttons, by a key each. */
export function useActKeys({ isOn, state, does, snooze, skip }: ActKeys): void {
  const on = (can: (state: string) => boolean, act: () => void) => () => {
    if (isOn && can(state)) act();
  };
  useKeys({
    a: on(canAcknowledge, does('acknowledge')),
    d: on(canComplete, does('complete')),
    s: on(canSnooze, snooze),
    x: on(canSkip, skip),
  });
}
