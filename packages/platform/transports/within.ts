/**
 * The answer, where it comes in time; what comes later is dropped.
 * @param withinMs real milliseconds
 */
export async function within<T>(withinMs: number, ask: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`it did not answer within ${withinMs} ms`)), withinMs);
  try {
    return await Promise.race([ask(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
