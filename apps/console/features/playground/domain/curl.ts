export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As under /playground. */
  path: string;
  body?: unknown;
}

/** The same call for a terminal. The key opens this scene and nothing else. */
export function curlOf({ method, path, body }: Call, { origin, key }: { origin: string; key: string }): string {
  const lines = [`curl -X ${method} '${origin}/playground${path}'`, `-H 'Authorization: Bearer ${key}'`];
  if (body !== undefined) lines.push(`-H 'Content-Type: application/json'`, `-d '${quoted(JSON.stringify(body))}'`);
  return lines.join(' \\\n  ');
}

/** Between single quotes a shell takes everything as it is, but for the quote itself. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`);
}
