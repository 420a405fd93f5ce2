import { type InboundMessage, recordInbound, saveInboundReply } from '@belfry/channels';
import { inTransaction, type Tx } from '@belfry/platform/database';
import type { Action } from '../domain/decide-action.ts';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { type ReplyIntent, readReply } from '../domain/read-reply.ts';
import { type AskedOccurrence, readAsked } from '../store/pg-asked.ts';
import { actOnOccurrence } from './act-on-occurrence.ts';
import { callEndsWithinMs } from './claim-age.ts';
import { drain } from './drain.ts';
import type { EngineDeps } from './engine-deps.ts';

/** Real time. Twilio gives a webhook up after 15 s, and then nobody gets an answer. */
const patienceMs = 8000;

/**
 * Acts on a person's reply and says what to answer; null is silence. The message, what it did and the answer are one
 * commit, so the provider may deliver it as often as it likes: it acts once and is answered the same way each time.
 * A number that was never asked about anything gets silence.
 */
export async function handleReply(deps: EngineDeps, message: InboundMessage): Promise<string | null> {
  const now = deps.clock.now();
  await deps.partitions.coverNow(now);
  const { answer, acted } = await inTransaction(deps.pool, async (tx) => {
    const recorded = await recordInbound(tx, message);
    if (!recorded.isNew) return { answer: recorded.reply, acted: null };
    const asked = await readAsked(tx, message.channel, message.from);
    const result = await answerTo(tx, message, asked, now);
    await saveInboundReply(tx, message, { tenantId: asked[0]?.tenantId ?? null, reply: result.answer });
    deps.fault('inbound.before-commit');
    return result;
  });
  deps.fault('inbound.after-commit');
  if (acted) {
    deps.onChange(acted.tenantId, formatOccurrenceId(acted.day, acted.occId));
    // The thanks should be the last that anybody hears of it.
    await drain(deps.pool, acted.tenantId, acted, Math.min(callEndsWithinMs(deps.providerTimeoutMs), patienceMs));
  }
  return answer;
}

interface Answered {
  answer: string | null;
  acted: AskedOccurrence | null;
}

async function answerTo(
  tx: Tx,
  message: InboundMessage,
  asked: readonly AskedOccurrence[],
  now: Temporal.Instant,
): Promise<Answered> {
  if (asked.length === 0) return { answer: null, acted: null };
  const intent = readReply(message.text);
  if (intent.action === 'unknown') {
    return {
      answer: 'Sorry, that was not understood. Reply DONE when it is done, OK if you have seen it.',
      acted: null,
    };
  }
  const chosen = choose(asked, intent);
  if (!chosen) return { answer: askWhich(asked, intent.action), acted: null };
  const actor = { type: 'person', id: chosen.personId, name: chosen.personName, via: message.channel } as const;
  const result = await actOnOccurrence({ tx, occurrence: chosen, action: intent.action, actor, now });
  return result ? { answer: thanks(chosen, intent.action), acted: chosen } : { answer: null, acted: null };
}

/** With several open a bare word could mean any of them; the number does not change while they are open. */
function choose(
  asked: readonly AskedOccurrence[],
  intent: Exclude<ReplyIntent, { action: 'unknown' }>,
): AskedOccurrence | undefined {
  if (intent.number !== null) return asked[intent.number - 1];
  return asked.length === 1 ? asked[0] : undefined;
}

function askWhich(asked: readonly AskedOccurrence[], action: Action): string {
  const list = asked.slice(0, 9).map((occurrence, index) => `${index + 1} ${occurrence.title}`);
  const word = action === 'complete' ? 'DONE' : 'OK';
  return `Which one? Reply ${word} and its number.\n${list.join('\n')}`;
}

function thanks({ title }: AskedOccurrence, action: Action): string {
  return action === 'complete' ? `Thank you. Done: ${title}` : `Thank you. Seen: ${title}`;
}
