import type { Dispatcher } from 'undici';

/** As many as the engine has calls under way. */
export const connectionsToVendor = 64;

/** What both sides of A3 do for each message: a POST, its JSON answer read to the end. */
export async function askVendor(vendor: Dispatcher, message: { to: string; text: string }): Promise<void> {
  const { statusCode, body } = await vendor.request({
    method: 'POST',
    path: '/messages',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  const answer = (await body.json()) as { status: string };
  if (statusCode !== 200 || answer.status !== 'accepted') throw new Error(`The vendor answered ${statusCode}.`);
}
