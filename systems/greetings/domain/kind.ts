/** An occasion on which people are greeted. A kind is data: which date it follows, how often it comes, when it is sent. */
export interface Kind {
  /** A word, unique in the tenant; greetings, schedules and templates carry it. */
  name: string;
  title: string;
  /** `birthDate`, `anniversaryDate`, or one of a person's other dates. */
  field: string;
  /** Every year from the date's own on, or in that year alone. */
  recurrence: 'annual' | 'once';
  isEnabled: boolean;
  /** HH:MM; null for the tenant's. */
  sendTime: string | null;
}

/** Those every tenant has from the beginning. */
export const usualKinds: readonly Kind[] = [
  { name: 'birthday', title: 'Birthday', field: 'birthDate', recurrence: 'annual', isEnabled: true, sendTime: null },
  {
    name: 'anniversary',
    title: 'Work anniversary',
    field: 'anniversaryDate',
    recurrence: 'annual',
    isEnabled: true,
    sendTime: null,
  },
];
