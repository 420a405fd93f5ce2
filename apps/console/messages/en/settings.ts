/** The page of settings. Not in the first load. */
export const settingsMessages = {
  settings: {
    title: 'Settings',
    description: 'What holds for everybody.',
    delivery: 'Delivery',
    activeNow: 'Messages go out.',
    disabledNow: 'Nothing is sent to anybody. What is due is recorded, as held back.',
    disable: 'Stop all delivery',
    enable: 'Deliver again',
    disableTitle: 'Stop all delivery?',
    enableTitle: 'Deliver again?',
    disableWill:
      'Nothing is sent to anybody any more, on any channel: no reminder, no further step of one, no greeting, however important it is.',
    disableOpen:
      '{count, plural, =0 {Nothing waits for an answer now.} one {One occurrence waits for an answer: its further steps reach nobody.} other {{isMore, select, yes {More than } other {}}# occurrences wait for an answer: their further steps reach nobody.}}',
    enableWill: 'From now on what is due goes out, on all channels.',
    enableOpen:
      '{count, plural, =0 {Nothing waits for an answer now.} one {One occurrence waits for an answer: its further steps go out.} other {{isMore, select, yes {More than } other {}}# occurrences wait for an answer: their further steps go out.}}',
    notMadeUp: 'What falls due while delivery is stopped is recorded as held back, and is not made up for.',
    disabledDone: 'Delivery is stopped',
    activeDone: 'Messages go out again',
    activeHint: 'What was held back meanwhile stays so.',
    limits: 'Limits',
    limitsHint: 'What is over them waits, and holds up nobody else.',
    throttle: 'For one person in an hour',
    throttleHint: 'At most so many messages of low or medium importance. High and critical are not counted.',
    rates: 'Messages a second, by channel',
    any: 'Any number',
    half: 'Type a whole number, or leave it empty for any number.',
    save: 'Save',
    saved: 'The limits are set',
    savedHint: 'They hold from the next message on.',
    holidays: 'Holidays',
    holidaysHint: 'Days on which reminders may pause.',
    holidaysOpen: 'Holiday calendars',
  },
} as const;
