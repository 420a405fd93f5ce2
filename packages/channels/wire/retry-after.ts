import type { IncomingHttpHeaders } from 'node:http';

/**
 * How long the server asked to wait, from `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), or null.
 * A date is measured against the same answer's own `Date`, so no clock of ours takes part.
 */
export function retryAfterMs(headers: IncomingHttpHeaders): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const distanceMs = Date.parse(value) - Date.parse(headers.date ?? '');
  return Number.isNaN(distanceMs) ? null : Math.max(0, distanceMs);
}
