interface Zoned {
  personId: string;
  /** An IANA zone, or `person`: then it is wherever the person is. */
  timeZone: string;
}

/** The zone a schedule is told in; undefined while the person is not known. */
export function zoneOf(schedule: Zoned, people: readonly { id: string; timeZone: string }[]): string | undefined {
  if (schedule.timeZone !== 'person') return schedule.timeZone;
  return people.find((person) => person.id === schedule.personId)?.timeZone;
}
