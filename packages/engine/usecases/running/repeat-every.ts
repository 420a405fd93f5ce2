export interface Repeating {
  /** Not only when its time has come round: at once, or as soon as what is under way has ended. */
  soon(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Does some work every so many real milliseconds, but never twice at once: what takes longer delays the next. */
export function repeatEvery(everyMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Repeating {
  let underWay: Promise<void> | null = null;
  let isWanted = false;
  let isOver = false;
  const begin = () => {
    isWanted = false;
    underWay = work()
      .catch(onError)
      .finally(() => {
        underWay = null;
        if (isWanted && !isOver) begin();
      });
  };
  const timer = setInterval(() => {
    if (!underWay) begin();
  }, everyMs);
  return {
    soon() {
      if (isOver) return;
      if (underWay) isWanted = true;
      else begin();
    },
    async stop() {
      isOver = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
