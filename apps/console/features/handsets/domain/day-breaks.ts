import { wallTimeAt } from '../../../time/wall-clock.ts';

export interface Day<Message> {
  /** The local date that its messages share. */
  date: string;
  messages: Message[];
}

/** Messages in order of time, by the day on the wall clock of whoever reads them. */
export function byDay<Message extends { at: string }>(messages: readonly Message[], zone: string): Day<Message>[] {
  const days: Day<Message>[] = [];
  for (const message of messages) {
    const { date } = wallTimeAt(Date.parse(message.at), zone);
    const last = days.at(-1);
    if (last?.date === date) last.messages.push(message);
    else days.push({ date, messages: [message] });
  }
  return days;
}
