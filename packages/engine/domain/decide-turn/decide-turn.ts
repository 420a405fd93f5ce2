import { personRemoved } from '../person-removed.ts';
import { beginAgain, fire } from './begin.ts';
import { close, exhaust } from './close.ts';
import { awaitItsTime } from './defer.ts';
import { resume } from './lateness.ts';
import { retry } from './retry.ts';
import { repeatStep, takeStep } from './take-step.ts';
import type { TurnContext, TurnDecision } from './turn-context.ts';

/** Decides what an occurrence's next turn does. Pure: the same facts give the same turn. */
export function decideTurn(context: TurnContext): TurnDecision {
  const stopped = whyStopped(context);
  if (stopped !== null) return stop(context, stopped);
  if (context.notBefore) return awaitItsTime(context, context.notBefore);
  switch (context.wakeup.kind) {
    case 'fire':
      return fire(context);
    case 'step':
      return takeStep(context, resume(context));
    case 'repeat':
      return repeatStep(context);
    case 'retry':
      return retry(context);
    case 'refire':
      return beginAgain(context, 'refired');
    case 'repage':
      return beginAgain(context, 'repaged');
    case 'close':
      return exhaust(context);
  }
}

/** Whoever stopped it has been told that nothing more leaves; whatever is still due ends here. */
function whyStopped({ self, schedule }: TurnContext): string | null {
  return self.isDeleted ? personRemoved : schedule.stopped;
}

/** An answer that was given stays what it is. */
function stop({ head, wakeup }: TurnContext, reason: string): TurnDecision {
  const none = { baseAt: wakeup.dueAt, round: 0, stepsTaken: 0, repeatsTaken: 0, attempt: 0 };
  const state = !head || head.state === 'open' || head.state === 'snoozed' ? 'cancelled' : head.state;
  return close(head ?? none, state, reason);
}
