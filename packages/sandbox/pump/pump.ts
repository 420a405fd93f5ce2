export interface Pump {
  /** Something was inserted, or the clock moved. */
  wake(): void;
  /** Interrupts calls under way and returns when the loop has ended. */
  stop(): Promise<void>;
}

interface PumpOptions {
  /** Does what can be done now; returns how many things it took on. */
  work(stopping: AbortSignal): Promise<number>;
  /** Real milliseconds until there may be more to do without a wake-up; null when only a wake-up can bring it. */
  msUntilNext(): Promise<number | null>;
  onError(error: unknown): void;
}

/** Whoever else shares the database may have died with rows that it alone was woken for or had locked. */
const LOOKOUT_MS = 5_000;
const AFTER_ERROR_MS = 1_000;
/** Nothing could be taken on although something is ready: another process has it. */
const BUSY_ELSEWHERE_MS = 50;

/** One loop per process; several may run on one database. Starts at once, with what an earlier process left behind. */
export function startPump(options: PumpOptions): Pump {
  const stopping = new AbortController();
  let isWoken = false;
  let endPause: (() => void) | null = null;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        endPause = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      endPause = end;
    });
  }

  async function turn(): Promise<void> {
    isWoken = false;
    const taken = await options.work(stopping.signal);
    if (taken > 0) return;
    const ms = Math.max(BUSY_ELSEWHERE_MS, Math.min((await options.msUntilNext()) ?? LOOKOUT_MS, LOOKOUT_MS));
    // A wake-up that came while we looked has to be looked into, not slept over.
    if (!isWoken && !stopping.signal.aborted) await pause(ms);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        options.onError(error);
        if (!stopping.signal.aborted) await pause(AFTER_ERROR_MS);
      }
    }
  }

  function wake(): void {
    isWoken = true;
    endPause?.();
  }

  const ended = run();
  return {
    wake,
    async stop() {
      stopping.abort();
      wake();
      await ended;
    },
  };
}
