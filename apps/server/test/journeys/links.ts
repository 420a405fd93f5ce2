import type { SandboxMessage } from '@belfry/testkit/api-client';

/** The path of the page on which what a message is about can be answered. */
export function linkIn({ body }: Pick<SandboxMessage, 'body'>): string {
  const path = /\/a\/[\w-]+/.exec(body)?.[0];
  if (!path) throw new Error('The message carries no link.');
  return path;
}

interface Page {
  status: number;
  headers: Headers;
  html: string;
}

/** As a browser, or whatever opens links. */
export async function openLink(base: string, path: string, init: RequestInit = {}): Promise<Page> {
  const response = await fetch(base + path, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

/** As a press on one of the page's buttons. */
export function postLink(
  base: string,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Page> {
  return openLink(base, path, { method: 'POST', headers, body: new URLSearchParams(fields) });
}
