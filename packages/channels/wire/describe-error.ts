/** Why a call ended without an answer, in words that hold no address. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'The call ended';
  if (error.name === 'TimeoutError') return 'No answer came in time';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `The connection failed (${code})`;
}
