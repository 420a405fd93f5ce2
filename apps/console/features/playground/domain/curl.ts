import { curlText } from '../../../ui/curl/domain/curl-text.ts';

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As under /playground. */
  path: string;
  body?: unknown;
}

/** The same call for a terminal. The key opens this scene and nothing else, so that it may stand there as it is. */
export function curlOf({ method, path, body }: Call, { origin, key }: { origin: string; key: string }): string {
  const hasBody = body !== undefined;
  const headers: Record<string, string> = hasBody ? { 'content-type': 'application/json' } : {};
  const url = `${origin}/playground${path}`;
  return curlText([{ method, url, headers, body: hasBody ? JSON.stringify(body) : null }], key);
}
