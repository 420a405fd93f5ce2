import { useCallback, useEffect, useRef, useState } from 'react';
import { openBell } from './ring.ts';

export interface Bell {
  isOn: boolean;
  toggle(): void;
  /** @param pitch 1 for an old telephone, higher for a newer one */
  ring(pitch: number): void;
}

/** Silent until it is switched on by a click. */
export function useBell(): Bell {
  const bell = useRef<ReturnType<typeof openBell> | null>(null);
  const [isOn, setOn] = useState(false);
  useEffect(() => () => bell.current?.close(), []);
  const toggle = () => {
    bell.current?.close();
    bell.current = isOn ? null : openBell();
    // One hears at once that it works.
    bell.current?.ring(1);
    setOn(!isOn);
  };
  const ring = useCallback((pitch: number) => bell.current?.ring(pitch), []);
  return { isOn, toggle, ring };
}
