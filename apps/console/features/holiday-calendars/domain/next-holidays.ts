interface Day {
  /** Of the calendar, YYYY-MM-DD. */
  date: string;
  name: string;
}

/**
 * The first days that are still to come or are today.
 * @param today YYYY-MM-DD; dates of the calendar have no zone
 */
export function nextHolidays<Known extends Day>(days: readonly Known[], today: string, most: number): Known[] {
  return days.filter(({ date }) => date >= today).slice(0, most);
}
