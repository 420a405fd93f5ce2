import { findForm } from '../domain/find-form.ts';
import type { Act } from '../domain/plan-acts.ts';
import { type CallResult, httpCall } from './http-call.ts';

/**
 * Opens a link of Belfry's as a browser without JavaScript, and presses a button of the page where the persona does.
 * A press that got lost is made again; the page takes the second for the first. Never throws.
 */
export async function followLink(act: Act & { type: 'link' }, stopping: AbortSignal): Promise<CallResult> {
  const page = await httpCall(act.url, { headers: { accept: 'text/html' } }, stopping);
  if (page.status !== 'answered' || !act.press) return page;
  const form = findForm(page.body, act.url, act.button);
  if (form === null) return { status: 'refused', reason: 'the page has no such button' };
  if (new URL(form.action).origin !== new URL(act.url).origin) {
    return { status: 'refused', reason: 'the form leads elsewhere' };
  }
  return httpCall(form.action, { method: 'POST', body: new URLSearchParams(form.fields) }, stopping);
}
