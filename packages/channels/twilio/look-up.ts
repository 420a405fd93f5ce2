import { compareInstants } from '@belfry/kernel/instants';
import type { LookUpQuery, LookUpResult } from '../contract.ts';
import { readTwilioError } from './error-codes.ts';
import { fromTwilioStatus } from './message-status.ts';

/** What the look-up reads of a twilio MessageInstance. */
export interface ListedMessage {
  sid: string;
  from: string;
  to: string;
  body: string;
  direction: string;
  messagingServiceSid: string | null;
  status: string;
  errorCode: number | null;
  /** Whole seconds. */
  dateCreated: Date;
  /** Absent while it waits in Twilio's queue. */
  dateSent?: Date | null;
}

/** Who sends: a number, or the messaging service that picks one of its own. */
export type Sender = { from: string } | { messagingServiceSid: string };

function isFrom(message: ListedMessage, sender: Sender): boolean {
  return 'from' in sender ? message.from === sender.from : message.messagingServiceSid === sender.messagingServiceSid;
}

/** Twilio's clock need not agree with ours; whoever asks leaves out the messages that are already accounted for. */
const clockTolerance = Temporal.Duration.from({ seconds: 60 });

/** A trial account's texts are sent, and listed, with this in front. */
const trialPrefix = 'Sent from your Twilio trial account - ';

/** Older than this it cannot be the one. */
function earliestOf({ notBefore }: Pick<LookUpQuery, 'notBefore'>): Temporal.Instant {
  return notBefore.subtract(clockTolerance).round({ smallestUnit: 'second', roundingMode: 'floor' });
}

/**
 * Whether nothing can be found behind the last message of a page, for it was both created and sent too early. Twilio lists
 * the newest first; by which of its dates is not documented, and nothing is sent before it is created.
 */
export function isBeyond(
  last: Pick<ListedMessage, 'dateCreated' | 'dateSent'> | undefined,
  query: Pick<LookUpQuery, 'notBefore'>,
): boolean {
  if (!last) return false;
  const newest = Math.max(last.dateCreated.getTime(), last.dateSent?.getTime() ?? 0);
  return newest < earliestOf(query).epochMilliseconds;
}

/**
 * The outgoing messages that could be the one asked for, newest first.
 *
 * Dates are compared here and not by Twilio's `DateSent` filter: it is documented for whole days only, and it asks
 * for the date of sending, which a message that still waits in Twilio's queue does not have. Such a message, missed,
 * would be sent again.
 */
export function findCandidates(
  messages: readonly ListedMessage[],
  query: LookUpQuery,
  sender: Sender,
): LookUpResult['candidates'] {
  const earliest = earliestOf(query);
  return messages
    .filter((message) => message.direction.startsWith('outbound') && isFrom(message, sender) && message.to === query.to)
    .filter((message) => message.body === query.text || message.body === trialPrefix + query.text)
    .map((message) => ({
      providerId: message.sid,
      status: fromTwilioStatus(message.status) ?? ('accepted' as const),
      failure: message.errorCode ? readTwilioError(message.errorCode) : null,
      at: Temporal.Instant.fromEpochMilliseconds(message.dateCreated.getTime()),
    }))
    .filter(({ at }) => compareInstants(at, earliest) >= 0)
    .sort((a, b) => compareInstants(b.at, a.at));
}
