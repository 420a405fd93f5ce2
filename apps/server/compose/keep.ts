/**
 * Keeps what was read for a while of real time, for whoever scrapes has no key and may come often. What failed is not
 * kept, and whoever asks while it is being read waits for the same answer.
 */
export function keep<Value>(keptMs: number, read: () => Promise<Value>): () => Promise<Value> {
  let kept: { atMs: number; value: Promise<Value> } | null = null;
  return () => {
    if (kept && performance.now() - kept.atMs <= keptMs) return kept.value;
    const reading = { atMs: performance.now(), value: read() };
    kept = reading;
    reading.value.catch(() => {
      if (kept === reading) kept = null;
    });
    return reading.value;
  };
}
