import type { KeyObject } from 'node:crypto';
import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import type pg from 'pg';
import type { SmsDelays } from './domain/sms-progress.ts';

/** The account and the one number that Belfry has at this phone company. */
export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  phoneNumber: string;
}

/** The account that Belfry has at this vendor of email. */
export interface SendGridAccount {
  apiKey: string;
  /** Where Belfry takes its events. */
  eventsUrl: string;
  /** P-256; Belfry has the public one. */
  privateKey: KeyObject;
}

/** What every part of the sandbox works with. */
export interface Network {
  /** Of the role `sandbox`; the pump holds one connection while web servers answer it, so at least two. */
  pool: pg.Pool;
  clock: Clock;
  twilio: TwilioAccount;
  sendgrid: SendGridAccount;
  /** Where Belfry takes what people send; read at each attempt, so that a restart may move it. */
  inboundUrl: string;
  /** Of that URL: whose links personas follow, and no others. */
  origin: string;
  delays: SmsDelays;
  /** The pauses between attempts of one webhook, real time; one attempt more than pauses, then it is given up. */
  retryDelaysMs: readonly number[];
  fault: FaultHook;
  onError(error: unknown): void;
  /** Something changed on the handset of this address; called after the commit. */
  onChange(address: string): void;
}
