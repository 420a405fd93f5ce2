/**
 * Whether an aborted signal means that the message is not wanted any more. `AbortSignal.timeout` aborts, too, but that
 * the caller's patience ran out says something about the provider and nothing about the message.
 */
export function isWithdrawn(signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  const reason: unknown = signal.reason;
  return !(reason instanceof Error && reason.name === 'TimeoutError');
}
