import type { Beat } from './play-evening.ts';
import type { Household } from './playground-state.ts';

/** One beat in words, with both clocks before it: an evening in Phnom Penh is noon in London. */
export function tellBeat(beat: Beat, { grandmother, daughter }: Household): string {
  const at = Temporal.Instant.from(beat.at);
  const clock = (zone: string) => at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  return `  ${clock(grandmother.timeZone)} Phnom Penh  ${clock(daughter.timeZone)} London   ${wordsOf(beat)}`;
}

function wordsOf(beat: Beat): string {
  switch (beat.kind) {
    case 'begin':
      return 'Grandmother Maly’s evening pill is due at 19:00. Four steps are planned.';
    case 'message':
      return `SMS to ${beat.to.name}: ${beat.body.split('\n', 1)[0]}`;
    case 'ignored':
      return beat.by === beat.next
        ? `… ${beat.by.name} does not answer. Belfry will ask again.`
        : `… ${beat.by.name} does not answer. ${beat.next.name} is next.`;
    case 'killed':
      return 'kill -9: the engine is dead, one minute before the next step.';
    case 'back':
      return `A new engine is there after ${(beat.afterMs / 1000).toFixed(1)} s, and takes up what was due.`;
    case 'answer':
      return `${beat.from.name} replies ${beat.text}. Belfry: ${beat.reply.split('\n', 1)[0]}`;
    case 'withdrawn':
      return `An hour later: nothing more has left. Withdrawn: ${beat.planned} planned contact${beat.planned === 1 ? '' : 's'}.`;
    case 'tally': {
      const { messages, twice, lost } = beat.tally;
      return `${messages} messages by the phone network’s own record: ${twice} twice, ${lost} lost.`;
    }
  }
}
