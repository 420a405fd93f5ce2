import type { Channel } from './channel.ts';
import { findLinks } from './find-links.ts';
import type { Persona } from './persona.ts';

/** What a persona does about a message. */
export type Act =
  | { type: 'reply'; text: string }
  | { type: 'link'; url: string; press: false }
  /** `button`: what it says or is worth; null: the first of the page. */
  | { type: 'link'; url: string; press: true; button: string | null };

export interface PlannedAct {
  kind: Act['type'];
  act: Act;
  dueAt: Temporal.Instant;
}

interface Arrived {
  channel: Channel;
  direction: 'outbound' | 'inbound' | 'answer';
  body: string;
  html: string | null;
  payload: string | null;
}

/** @param origin Belfry's own; no other link is ever followed, for nothing leaves this machine */
export function planActs(persona: Persona, arrived: Arrived, at: Temporal.Instant, origin: string): PlannedAct[] {
  const { name } = persona;
  const isAnswered = name === 'auto-replies' || (name === 'answers' && arrived.direction === 'outbound');
  if (isAnswered) {
    return [{ kind: 'reply', act: { type: 'reply', text: persona.text }, dueAt: at.add(persona.after) }];
  }
  if (name !== 'answers-by-link' && name !== 'scans-links') return [];
  const links = findLinks([arrived.body, arrived.payload, arrived.html], origin);
  const dueAt = at.add(persona.after);
  if (name === 'scans-links')
    return links.map((url) => ({ kind: 'link', act: { type: 'link', url, press: false }, dueAt }));
  const [url] = links.filter((link) => new URL(link).pathname.includes('/a/'));
  if (url === undefined) return [];
  return [{ kind: 'link', act: { type: 'link', url, press: true, button: persona.button ?? null }, dueAt }];
}
