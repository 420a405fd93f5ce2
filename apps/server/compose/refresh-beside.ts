interface RefreshBesideOptions<Value> {
  /** Of real time. */
  keptMs: number;
  read(): Promise<Value>;
  onError(error: unknown): void;
}

/**
 * For what takes long to read: whoever asks gets what was read last, and waits for nothing. Once that is older than
 * `keptMs`, whoever asks has it read anew, by one at a time. A reading that failed is kept as one without a value: no
 * value is more honest than an old one, and what is too much for the database is not asked for at every turn.
 */
export function refreshBeside<Value>({ keptMs, read, onError }: RefreshBesideOptions<Value>): () => Value | null {
  let last: { value: Value | null; atMs: number } = { value: null, atMs: Number.NEGATIVE_INFINITY };
  let isReading = false;

  async function refresh(): Promise<void> {
    isReading = true;
    const value = await read().catch((error: unknown) => {
      onError(error);
      return null;
    });
    last = { value, atMs: performance.now() };
    isReading = false;
  }

  return () => {
    if (!isReading && performance.now() - last.atMs >= keptMs) void refresh();
    return last.value;
  };
}
