import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const shape = z.object({ title: text, body: text, text });

/** What the notification would show: its title and text where the payload is such JSON, else all of it as the text. */
export function readPushPayload(payload: string): { subject: string | null; body: string } {
  const known = shape.safeParse(parseJson(payload)).data;
  return { subject: known?.title ?? null, body: known?.body ?? known?.text ?? known?.title ?? payload };
}

function parseJson(textOfJson: string): unknown {
  try {
    return JSON.parse(textOfJson);
  } catch {
    return null;
  }
}
