import {
  forgetIdleReplies,
  type InboundMessage,
  readIdleMessages,
  recordInbound,
  saveInboundReply,
} from '@belfry/channels';
import { inTransaction } from '@belfry/platform/database';
import { callEndsWithinMs } from '../../domain/claim-age.ts';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import { isLoop } from '../../domain/replies/is-loop.ts';
import { readReply } from '../../domain/replies/read-reply.ts';
import { type AskedOccurrence, lockAddress, numberAsked } from '../../store/stopping/pg-asked.ts';
import { drain } from '../actions/drain.ts';
import { settleAddress } from '../actions/opt-out.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { coverReplan } from '../planning/replan-schedule.ts';
import { answerReply, wordOfWhatLeft } from './answer-reply.ts';
import { managedBefore, settleManaged } from './manage-asked.ts';

/** Real time. Twilio gives a webhook up after 15 s, and then nobody gets an answer. */
const patienceMs = 8000;

/** Kept with the message; written and read here and nowhere else. */
type ActedOn = Pick<AskedOccurrence, 'tenantId' | 'day' | 'occId'>;

/**
 * Acts on a person's reply and says what to answer; null is silence. The message, what it did and the answer are one
 * commit, so the provider may deliver it as often as it likes: it acts once and is answered the same way each time, when
 * what it acted on has been drained, and says so where that could not be.
 * A number that was never asked about anything gets silence; its STOP counts all the same.
 */
export async function handleReply(deps: EngineDeps, message: InboundMessage): Promise<string | null> {
  const now = deps.clock.now();
  await coverReplan(deps.partitions, now);
  await inTransaction(deps.pool, async (tx) => {
    await lockAddress(tx, message.channel, message.from);
    await numberAsked(tx, message.channel, message.from, now);
  });
  const { answer, acted, managed, hasStopped } = await inTransaction(deps.pool, async (tx) => {
    await lockAddress(tx, message.channel, message.from);
    const recorded = await recordInbound(tx, message);
    if (!recorded.isNew) {
      // Who committed it may have died before it had drained, so a repetition is not answered sooner either.
      const acted = (recorded.actedOn ?? []) as ActedOn[];
      const hasStopped = readReply(message.text).type === 'stop';
      return { answer: recorded.reply, acted, managed: await managedBefore(tx, message), hasStopped };
    }
    const { didChange, answersQuestion, ...result } = await answerReply(tx, message, now);
    if (didChange) await forgetIdleReplies(tx, message.from, { keepsQuestion: answersQuestion });
    const isIdle = !didChange && result.answer !== null;
    const earlier = isIdle ? await readIdleMessages(tx, message.from, now.subtract({ hours: 1 })) : [];
    const answer = isIdle && isLoop(message.text, earlier) ? null : result.answer;
    const isSaid = isIdle && answer !== null;
    await saveInboundReply(tx, message, {
      tenantId: (result.acted[0] ?? result.managed[0])?.tenantId ?? null,
      reply: answer,
      idleAt: isSaid ? now : null,
      question: isSaid ? result.question : null,
      actedOn: result.acted.map(({ tenantId, day, occId }): ActedOn => ({ tenantId, day, occId })),
    });
    deps.fault('inbound.before-commit');
    return { ...result, answer };
  });
  deps.fault('inbound.after-commit');
  // The thanks, or the confirmation of a STOP, should be the last that anybody hears of it.
  const withinMs = Math.min(callEndsWithinMs(deps.providerTimeoutMs), patienceMs);
  for (const occurrence of acted) {
    deps.onChange(occurrence.tenantId, formatOccurrenceId(occurrence.day, occurrence.occId));
  }
  const couldNotStop = await Promise.all([
    ...acted.map((occurrence) => drain(deps.pool, occurrence.tenantId, occurrence, withinMs)),
    ...managed.map((one) => settleManaged(deps, one, withinMs)),
    ...(hasStopped ? [settleAddress(deps, { channel: message.channel, address: message.from }, withinMs)] : []),
  ]);
  if (answer === null || couldNotStop.flat().length === 0) return answer;
  return `${answer}\n${await inTransaction(deps.pool, (tx) => wordOfWhatLeft(tx, message))}`;
}
