import { problemFrom, unreachable } from '@belfry/sdk';

/** Ends the session; /auth is not part of the OpenAPI document, so the typed client does not know it. */
export async function signOut(): Promise<void> {
  const response = await fetch('/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch((cause) => {
    throw unreachable(cause);
  });
  if (!response.ok) throw await problemFrom(response);
}
