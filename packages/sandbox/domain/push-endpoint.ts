/** A name that never resolves (RFC 6761, 6.4): whoever forgets the capture URL reaches nobody. */
const ORIGIN = 'https://push.sandbox.invalid';

export function pushEndpoint(id: string): string {
  return `${ORIGIN}/${id}`;
}

export function isPushEndpoint(address: string): boolean {
  return address.startsWith(`${ORIGIN}/`);
}
