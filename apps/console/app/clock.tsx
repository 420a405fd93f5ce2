import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useMe } from './me.ts';

interface ServerClock {
  mode: 'system' | 'virtual';
  nowMs(): number;
}

const ClockContext = createContext<ServerClock | null>(null);

/** The server's clock, not the browser's: a virtual one stands still until it is moved. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const { mode, now } = useMe().clock;
  const clock = useMemo<ServerClock>(() => {
    const serverMs = Date.parse(now);
    const aheadMs = serverMs - Date.now();
    return { mode, nowMs: () => (mode === 'virtual' ? serverMs : Date.now() + aheadMs) };
  }, [mode, now]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

function useServerClock(): ServerClock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('There is no ClockProvider above.');
  return clock;
}

export function useClockMode(): ServerClock['mode'] {
  return useServerClock().mode;
}

/** Now by the server's clock, in milliseconds since 1970; renders again every `everyMs` while that clock runs, or never. */
export function useNowMs(everyMs: number | null = 30_000): number {
  const clock = useServerClock();
  const [, tick] = useState(0);
  useEffect(() => {
    if (clock.mode === 'virtual' || everyMs === null) return;
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return clock.nowMs();
}
