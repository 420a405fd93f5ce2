import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import { DrizzleQueryError } from 'drizzle-orm';
import type pg from 'pg';
import { type HandsetSettingsInput, parseHandsetSettings } from './domain/handset-settings.ts';
import { checkReply, parseAddress } from './domain/parse-address.ts';
import { parseChaos } from './domain/parse-chaos.ts';
import { noDelays, type SmsDelays } from './domain/sms-progress.ts';
import { startCaptureServer } from './http/capture-server.ts';
import type { Network, SendGridAccount, TwilioAccount } from './network.ts';
import { startNetworkPump } from './pump/network-pump.ts';
import { startSmtpInbox } from './smtp/smtp-inbox.ts';
import { readHandsets, resetHandset, saveHandset } from './store/handsets.ts';
import { describeOpenDeliveries, nextDueInstant } from './store/open-deliveries.ts';
import { addSubscription } from './store/push-subscriptions.ts';
import { type MessageQuery, readMessages } from './store/read-messages.ts';
import { recordReply } from './store/record-inbound.ts';
import { resetChaos, saveNetworkChaos } from './store/save-network-chaos.ts';
import { readNetworkChaos } from './store/take-faults.ts';
import { inTransaction, openDb } from './store/transaction.ts';
import { startTwilioApi } from './twilio/twilio-api.ts';
import {
  type ChaosView,
  type Handset,
  type PushSubscription,
  type SandboxMessage,
  showHandset,
  showMessage,
  showSubscription,
} from './views.ts';

export type { MessageQuery } from './store/read-messages.ts';
export type { ChaosView, Handset, PushSubscription, SandboxMessage } from './views.ts';

/** Where a test may end the process on the way of a text or an email: after a commit, before who waits for it is told. */
export const sandboxFaultPoints = [
  'sandbox.message-recorded',
  'sandbox.callback-delivered',
  'sandbox.email-recorded',
] as const;

/** The same for what else goes over the network. */
export const otherFaultPoints = [
  'sandbox.push-recorded',
  'sandbox.webhook-recorded',
  'sandbox.persona-replied',
  'sandbox.link-followed',
] as const;

export interface SandboxOptions {
  /** Of the role `sandbox`, at least two connections; the sandbox does not end it. */
  pool: pg.Pool;
  clock: Clock;
  twilio: TwilioAccount;
  sendgrid: SendGridAccount;
  /** Where Belfry takes inbound messages. */
  inboundUrl: string;
  onError(error: unknown): void;
  fault: FaultHook;
  /** Something changed on the handset of this address, by this process. */
  onChange(address: string): void;
  /** By the Clock; none by default, so that a message is delivered at the instant it was sent. */
  delays?: SmsDelays;
  /** Pauses between the attempts of one webhook, real milliseconds; after the last it is given up. */
  retryDelaysMs?: readonly number[];
}

export interface Sandbox {
  readonly twilioBaseUrl: string;
  readonly smtpUrl: string;
  /** Where webhooks and pushes go instead of to the header `x-belfry-original-url`, with all else as it would be. */
  readonly webhookCaptureUrl: string;
  readonly pushCaptureUrl: string;
  /** Where a vendor's email API is, whose `/send-email` takes an address and a text. */
  readonly vendorUrl: string;
  /** Stands in for https://api.sendgrid.com. */
  readonly sendgridUrl: string;
  /** Oldest first. */
  listMessages(query?: MessageQuery): Promise<SandboxMessage[]>;
  /** The one with the latest message first. */
  listHandsets(): Promise<Handset[]>;
  /** Sends a text from the handset to Belfry; @throws AppError `validation` or `rule` */
  reply(address: string, text: string): Promise<SandboxMessage>;
  /** What is left out stays as it was; @throws AppError `validation`, naming the field */
  configure(address: string, settings: HandsetSettingsInput): Promise<Handset>;
  /** A person again, without chaos of its own, its draws from the beginning; @throws AppError `validation` */
  reset(address: string): Promise<Handset>;
  /** A browser that takes pushes; `applicationServerKey` (base64url): from its holder alone. */
  subscribe(subscription: { label: string; applicationServerKey?: string }): Promise<PushSubscription>;
  readChaos(): Promise<ChaosView>;
  /** Replaces what goes wrong everywhere; a seed begins all draws anew. @throws AppError `validation` */
  setChaos(input: { seed?: string; chaos: unknown }): Promise<ChaosView>;
  /** Nothing goes wrong any more, on no handset either; all draws begin anew. */
  resetChaos(): Promise<ChaosView>;
  /** The clock moved. */
  wake(): void;
  /** The earliest instant later than `after` at which the network will act by itself. */
  nextInstant(after: Temporal.Instant): Promise<Temporal.Instant | null>;
  /** What is due by `now` and not yet handled, in words; empty means settled. */
  pending(now: Temporal.Instant): Promise<string[]>;
  /** Ends the pump and both servers; what was not handled stays on record for the next start. */
  close(): Promise<void>;
}

/** About two minutes in all: the receiver may be restarting. */
const RETRY_DELAYS_MS = [100, 200, 400, 800, 1_600, 3_200, ...Array.from({ length: 24 }, () => 5_000)];

/** Drizzle's message holds the statement's parameters, which are people's addresses and texts; its cause does not. */
function withoutParameters(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error;
}

/** Starts the phone network: both servers and the pump, which takes up what an earlier process left undone. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const network: Network = {
    ...options,
    origin: new URL(options.inboundUrl).origin,
    onError: (error) => options.onError(withoutParameters(error)),
    delays: options.delays ?? noDelays,
    retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
  };
  const { pool, clock, twilio, onChange } = network;
  const db = openDb(pool);
  const pump = startNetworkPump(network);
  const smtp = await startSmtpInbox(network, pump.wake);
  const api = await startTwilioApi(network, pump.wake);
  const capture = await startCaptureServer(network, pump.wake);
  const handsetAt = async (address: string): Promise<Handset> => {
    onChange(address);
    const [handset] = await readHandsets(db, address);
    if (!handset) throw new Error('A handset vanished while it was configured.');
    return showHandset(handset);
  };

  return {
    twilioBaseUrl: api.baseUrl,
    smtpUrl: smtp.url,
    webhookCaptureUrl: capture.webhookCaptureUrl,
    pushCaptureUrl: capture.pushCaptureUrl,
    vendorUrl: capture.vendorUrl,
    sendgridUrl: capture.sendgridUrl,
    listMessages: async (query = {}) => (await readMessages(db, query)).map(showMessage),
    listHandsets: async () => (await readHandsets(db)).map(showHandset),
    async reply(address, text) {
      const sms = { ...checkReply(address, text), to: twilio.phoneNumber };
      const row = await inTransaction(pool, (tx) => recordReply(tx, sms, clock.now()));
      onChange(row.from);
      pump.wake();
      return showMessage(row);
    },
    async configure(address, input) {
      const channel = parseAddress(address);
      const settings = parseHandsetSettings(input, channel);
      await inTransaction(pool, (tx) => saveHandset(tx, address, channel, settings, clock.now()));
      return handsetAt(address);
    },
    async reset(address) {
      const channel = parseAddress(address);
      await inTransaction(pool, (tx) => resetHandset(tx, address, channel, clock.now()));
      return handsetAt(address);
    },
    async subscribe({ label, applicationServerKey = null }) {
      const subscription = { label, applicationServerKey };
      const made = await inTransaction(pool, (tx) => addSubscription(tx, subscription, clock.now()));
      onChange(made.endpoint);
      return showSubscription(made);
    },
    readChaos: async () => ({ simulated: true, ...(await readNetworkChaos(db)) }),
    async setChaos({ seed, chaos }) {
      const input = { chaos: parseChaos(chaos), ...(seed === undefined ? {} : { seed }) };
      return { simulated: true, ...(await inTransaction(pool, (tx) => saveNetworkChaos(tx, input))) };
    },
    resetChaos: async () => ({ simulated: true, ...(await inTransaction(pool, resetChaos)) }),
    wake: pump.wake,
    nextInstant: (after) => nextDueInstant(db, after),
    pending: (now) => describeOpenDeliveries(db, now),
    async close() {
      await api.close();
      await capture.close();
      await smtp.close();
      await pump.stop();
    },
  };
}
