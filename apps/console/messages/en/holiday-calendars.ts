/** The page of holiday calendars. Not in the first load. */
export const holidayCalendarMessages = {
  holidayCalendars: {
    title: 'Holiday calendars',
    description: 'Days on which a reminder may pause. Each reminder chooses its own, under “Not on certain days”.',
    add: 'New calendar',
    none: 'There is no holiday calendar yet',
    noneHint:
      'Add one from a file that a calendar program exports (.ics), or paste it. Reminders can then leave its days out.',
    days: '{count, plural, one {# day} other {# days}}',
    next: 'Next: {days}',
    over: 'None of its days is still to come.',
    usedBy:
      '{isMore, select, yes {Used by more than {count, number} reminders} other {{count, plural, =0 {Not used yet} one {Used by # reminder} other {Used by # reminders}}}}',
    replace: 'Replace its days',
    replaceOf: 'Replace its days: {name}',
    delete: 'Delete',
    deleteOf: 'Delete {name}',
    deleteTitle: 'Delete {name}?',
    deleteWill: 'The calendar goes for good. Reminders that have left its days out are not touched.',
    inUse: 'These reminders leave its days out. It can be deleted when none of them does:',
    deleted: '{name} is deleted',
    deletedHint: 'No reminder had named it.',
    saved: '{name} is saved',
    savedHint: '{count, plural, one {# day} other {# days}}. Planned reminders that leave them out are planned anew.',
    name: 'Name',
    nameHint: 'A name that exists keeps its place: its days become the new ones.',
    enterName: 'Give it a name.',
    ics: 'iCalendar',
    icsHint:
      'Begins with BEGIN:VCALENDAR. Every event counts with each of its days, from a year ago to ten years ahead.',
    enterIcs: 'Choose a file, or paste what is in it.',
    file: 'Choose a file (.ics)',
    save: 'Save the calendar',
    more: 'Show more',
  },
} as const;
