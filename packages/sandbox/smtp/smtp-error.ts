import type { Drawn } from '../domain/draw-faults.ts';
import type { Mailbox } from '../store/record-email.ts';

/** A reply of an SMTP server that is not a 250. */
export class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** How the mailboxes or chaos refuse an email, for all of its recipients; null where none does. */
export function refusalOf(mailboxes: readonly Mailbox[]): SmtpRefusal | null {
  const personas = mailboxes.map(({ handset }) => handset.persona);
  if (personas.includes('full-mailbox')) return new SmtpRefusal(452, '4.2.2 SIMULATED: the mailbox is full');
  if (personas.includes('unreachable')) return new SmtpRefusal(451, '4.4.1 SIMULATED: the mailbox does not answer');
  const refusals = mailboxes.map(({ drawn }) => drawn.refusal);
  if (refusals.includes('tooManyRequests')) return new SmtpRefusal(450, '4.7.0 SIMULATED: too many emails, try later');
  if (refusals.includes('serverError')) return new SmtpRefusal(451, '4.3.0 SIMULATED: local error in processing');
  if (refusals.includes('refuse') || refusals.includes('refuseInBody'))
    return new SmtpRefusal(550, '5.7.1 SIMULATED: not accepted');
  return null;
}

/** What becomes of the 250 of an email that is on record. */
export function fateOf(drawn: readonly Drawn[]): 'answered' | 'held' | 'cut' | SmtpRefusal {
  const lost = drawn.map(({ lostAnswer }) => lostAnswer);
  if (lost.includes('acceptThenHang')) return 'held';
  if (lost.includes('acceptThenReset')) return 'cut';
  if (lost.includes('acceptThenServerError') || lost.includes('acceptThenGarble'))
    return new SmtpRefusal(451, '4.3.0 SIMULATED: local error in processing');
  return 'answered';
}
