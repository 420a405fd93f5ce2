import { curlText } from '../../../ui/curl/domain/curl-text.ts';

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As under /playground. */
  path: string;
  body?: unknown;
}

/** The same calls for a terminal. The key opens this scene and nothing else, so that it may stand there as it is. */
export function curlOf(calls: readonly Call[], { origin, key }: { origin: string; key: string }): string {
  const recorded = calls.map(({ method, path, body }) => {
    const hasBody = body !== undefined;
    const headers: Record<string, string> = hasBody ? { 'content-type': 'application/json' } : {};
    return { method, url: `${origin}/playground${path}`, headers, body: hasBody ? JSON.stringify(body) : null };
  });
  return curlText(recorded, key);
}
