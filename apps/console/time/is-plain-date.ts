/** Whether it is a day of the calendar as YYYY-MM-DD; `Date.parse` alone takes 30 February for a day in March. */
export function isPlainDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(Date.parse(text)).toJSON()?.startsWith(text) === true;
}
