/**
 * Talks to a scene's API as any program with a key does: a Blob as it is, anything else as JSON.
 * @throws for every answer from 300 on, with what it said
 */
export type CallApi = <T>(method: string, path: string, body?: unknown) => Promise<T>;

export function callApiOf({ baseUrl, key }: { baseUrl: string; key: string }): CallApi {
  return async <T>(method: string, path: string, given?: unknown) => {
    const body = given instanceof Blob ? given : JSON.stringify(given);
    const type = given instanceof Blob ? given.type : 'application/json';
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}
