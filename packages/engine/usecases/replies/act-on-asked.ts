import type { InboundMessage } from '@belfry/channels';
import { AppError } from '@belfry/kernel/app-error';
import type { Tx } from '@belfry/platform/database';
import type { Action } from '../../domain/decide-action.ts';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import type { ReplyTexts } from '../../domain/replies/reply-texts.ts';
import { readHead } from '../../store/chain/pg-turns.ts';
import type { AskedOccurrence } from '../../store/stopping/pg-asked.ts';
import { type ActResult, actOnOccurrence } from '../actions/act-on-occurrence.ts';

export type RepliedAction = { type: Exclude<Action, 'snooze'> } | { type: 'snooze'; until: Temporal.Instant };

interface ReplyTo {
  tx: Tx;
  message: InboundMessage;
  texts: ReplyTexts;
  now: Temporal.Instant;
}

interface Standing {
  occurrence: AskedOccurrence;
  didChange: boolean;
  state: OccurrenceState;
  by: string | null;
  at: Temporal.Instant;
}

/** Acts on what a reply was about, and says of each what was done, now or before, by whom and when. */
export async function actOnAsked(
  { tx, message, texts, now }: ReplyTo,
  occurrences: readonly AskedOccurrence[],
  action: RepliedAction,
): Promise<{ answer: string; didChange: boolean; acted: AskedOccurrence[] }> {
  const standings: Standing[] = [];
  // In one order, as whoever else acts on several does.
  for (const occurrence of occurrences.toSorted((a, b) => (a.occId < b.occId ? -1 : 1))) {
    const standing = await actOnOne(tx, message, occurrence, action, now);
    if (standing) standings.push(standing);
  }
  const inOrder = occurrences.flatMap((occurrence) => standings.find((one) => one.occurrence === occurrence) ?? []);
  const isAsAsked = ({ didChange, state }: Standing) => didChange || (action.type === 'snooze' && state === 'snoozed');
  const done = inOrder.filter(isAsAsked).map(({ occurrence }) => occurrence);
  const late = inOrder.filter((standing) => !isAsAsked(standing));
  const [first] = done;
  const said = first
    ? [action.type === 'snooze' ? texts.snoozed(action.until, first.zone, done) : texts.did(action.type, done)]
    : [];
  const answer = [...said, ...late.map((standing) => texts.already(standing.occurrence, standing))].join('\n');
  return { answer, didChange: inOrder.some(({ didChange }) => didChange), acted: [...occurrences] };
}

/** null where there is no such occurrence any more. Somebody else's word that came between is told, and not undone. */
async function actOnOne(
  tx: Tx,
  { channel }: InboundMessage,
  occurrence: AskedOccurrence,
  action: RepliedAction,
  now: Temporal.Instant,
): Promise<Standing | null> {
  const { personId: id, personName: name } = occurrence;
  const actor = { type: 'person', id, name, via: channel } as const;
  const result = await actOnOccurrence({ tx, occurrence, action, actor, now }).catch(orRefused);
  if (result === null) return null;
  if (result !== 'refused') return standingOf(occurrence, result);
  const head = await readHead(tx, occurrence);
  return head && standingOf(occurrence, { head, state: head.state, didChange: false });
}

function standingOf(occurrence: AskedOccurrence, { head, state, didChange }: ActResult): Standing {
  return { occurrence, didChange, state, by: head.actor?.name ?? null, at: head.at };
}

function orRefused(error: unknown): 'refused' {
  if (error instanceof AppError && error.code === 'occurrence.not-actionable') return 'refused';
  throw error;
}
