/** One message that the sandbox received from Belfry (GET /sandbox/messages). */
export interface SandboxMessage {
  id: string;
  channel: 'sms' | 'email' | 'push' | 'webhook';
  from: string;
  to: string;
  body: string;
  subject: string | null;
  /** By the Clock. */
  at: string;
  occurrenceId: string | null;
  /** The id of the text that this one answers. */
  inReplyTo: string | null;
  /** The SMS's sid; the email's Message-ID with its angle brackets; the push's id; the webhook's `webhook-id`. */
  providerId: string;
  status: string;
  html: string | null;
  /** Of an email, a push or a webhook, names in lower case. */
  headers: Record<string, string> | null;
  /** Of a push, decrypted. */
  payload: string | null;
  errorCode: number | null;
  /** What chaos did to it. */
  faults: string[];
}

export interface ApiAnswer<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface ApiClient {
  key: string;
  call<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer<T>>;
  /** @throws for every answer from 300 on, with what the server said */
  must<T>(method: string, path: string, body?: unknown): Promise<T>;
  setClock(at: string): Promise<void>;
  /** @param duration ISO 8601, such as PT5M */
  advance(duration: string): Promise<void>;
  /** @param query such as `?channel=sms`; oldest first */
  messages(query?: string): Promise<SandboxMessage[]>;
  /** As the person at that address. */
  reply(address: string, text: string): Promise<void>;
}

/** Talks to a running Belfry as any program would that has a key. */
export function apiClient(base: string, key: string): ApiClient {
  const call = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...content, ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: parse(await response.text()) as T, headers: response.headers };
  };
  const must = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    key,
    call,
    must,
    setClock: (at) => must('POST', '/sandbox/clock', { set: at }),
    advance: (duration) => must('POST', '/sandbox/clock', { advance: duration }),
    messages: (query = '') => must('GET', `/sandbox/messages${query}`),
    reply: (address, text) => must('POST', `/sandbox/handsets/${encodeURIComponent(address)}/reply`, { text }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
