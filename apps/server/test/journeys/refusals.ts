import { expect } from 'vitest';

export interface BadRequest {
  what: string;
  method: string;
  /** With its query. */
  path: string;
  body?: string | undefined;
  headers?: Record<string, string>;
  /** That a 400 has to name. */
  field?: string;
  status?: number;
  code?: string;
}

/** A running Belfry, and a key to it. */
interface Server {
  base: string;
  key: string;
}

interface Problem {
  status?: number;
  code?: string;
  errors?: { path: string; message: string }[];
}

/** @returns what is wrong with the answer, or null where it refuses as it should */
async function complaintOf({ base, key }: Server, request: BadRequest): Promise<string | null> {
  const { what, method, path, body, headers = {}, field, status, code } = request;
  const response = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  });
  const text = await response.text();
  const complain = (why: string) =>
    `${method} ${path.slice(0, 80)} with ${what}: ${why}; ${response.status} ${text.slice(0, 300)}`;
  if (response.status < 400 || response.status >= 500) return complain('not refused');
  if (status !== undefined && response.status !== status) return complain(`not ${status}`);
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return complain('no problem+json');
  const problem = JSON.parse(text) as Problem;
  if (problem.status !== response.status) return complain('another status inside');
  if (!/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$/.test(problem.code ?? '')) return complain('no stable code');
  if (code !== undefined && problem.code !== code) return complain(`not ${code}`);
  if (field === undefined || response.status === 413) return null;
  const isNamed = problem.errors?.some(({ path: named }) => named === field || named.startsWith(`${field}.`));
  return isNamed ? null : complain(`${field} is not named`);
}

/** Sends one after the other, and tells all that was not refused with a problem that has a code and names the field. */
export async function complaintsOf(server: Server, requests: Iterable<BadRequest>): Promise<string[]> {
  const complaints: string[] = [];
  let count = 0;
  for (const request of requests) {
    count += 1;
    const complaint = await complaintOf(server, request);
    if (complaint) complaints.push(complaint);
  }
  expect(count).toBeGreaterThan(0);
  return complaints;
}
