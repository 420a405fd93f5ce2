import { z } from 'zod';

const address = z.object({ email: z.email(), name: z.string().optional() });

/** What of SendGrid's POST /v3/mail/send a network understands; the rest of it is refused by name. */
const mail = z.strictObject({
  personalizations: z
    .tuple([
      z.strictObject({
        to: z.tuple([address]),
        headers: z.record(z.string(), z.string()).default({}),
        custom_args: z.record(z.string(), z.string()).default({}),
      }),
    ])
    .describe('one, with one recipient'),
  // Of a machine without a name of its own it is belfry@localhost, which no mailbox is.
  from: address.extend({ email: z.string().regex(/^[^\s@]+@[^\s@]+$/) }),
  subject: z.string().min(1),
  content: z
    .array(z.object({ type: z.enum(['text/plain', 'text/html']), value: z.string().min(1) }))
    .min(1)
    .refine(([first]) => first?.type === 'text/plain', 'must begin with text/plain'),
  headers: z.record(z.string(), z.string()).default({}),
  custom_args: z.record(z.string(), z.string()).default({}),
  tracking_settings: z.unknown().optional(),
});

export interface ParsedMail {
  to: string;
  from: string;
  subject: string;
  body: string;
  html: string | null;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** What each event of it carries. */
  customArgs: Record<string, string>;
}

export interface MailError {
  message: string;
  field: string | null;
  help: null;
}

/** @returns the mail, or what is wrong with the request in the shape of SendGrid's errors */
export function parseMail(body: unknown): ParsedMail | { errors: MailError[] } {
  const parsed = mail.safeParse(body);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({
      message,
      field: path.join('.') || null,
      help: null,
    }));
    return { errors };
  }
  const { from, subject, content } = parsed.data;
  const [personalization] = parsed.data.personalizations;
  const of = (type: string) => content.find((part) => part.type === type)?.value ?? null;
  const headers = { ...parsed.data.headers, ...personalization.headers };
  return {
    to: personalization.to[0].email.toLowerCase(),
    from: from.name ? `${from.name} <${from.email}>` : from.email,
    subject,
    body: of('text/plain') ?? '',
    html: of('text/html'),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    customArgs: { ...parsed.data.custom_args, ...personalization.custom_args },
  };
}
