import type { HttpAnswer, HttpCall, HttpRequest } from '../wire/http-call.ts';
import type { Outbound } from '../wire/outbound.ts';

const mostRedirects = 3;
/** 303 asks for a GET of something else, which would carry no message. */
const redirects: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/** `code` and `reason` as in a SendResult: an address of the chain that must not be called. */
export type Followed = HttpAnswer | { code: string; reason: string };

/**
 * Calls an address and follows its redirects by hand, for each hop is checked like the first. Who asked to be shown
 * credentials is shown them; another origin that it points to is not.
 */
export async function followRedirects(
  call: HttpCall,
  { credentials, ...request }: HttpRequest & { credentials: Record<string, string> },
  outbound: Outbound,
): Promise<Followed> {
  let { url } = request;
  for (let followed = 0; ; followed++) {
    if (!outbound.allows(url)) return { code: 'webhook.not-https', reason: 'Webhooks are called over HTTPS only.' };
    const shown = url.origin === request.url.origin ? credentials : {};
    const answer = await outbound.call(call, { ...request, url, headers: { ...shown, ...request.headers } });
    const { location } = answer.headers;
    if (!redirects.has(answer.status) || location === undefined) return answer;
    if (followed === mostRedirects) {
      return { code: 'webhook.too-many-redirects', reason: `It redirects more than ${mostRedirects} times.` };
    }
    if (!URL.canParse(location, url)) {
      return { code: 'webhook.bad-redirect', reason: 'It redirects to something that is no address.' };
    }
    url = new URL(location, url);
  }
}
