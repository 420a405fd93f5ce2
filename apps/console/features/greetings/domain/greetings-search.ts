/** Whatever somebody typed into the address: what is no date means today. */
export function readGreetingsSearch({ date }: Record<string, unknown>): { date?: string } {
  const isDate = typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
  return isDate ? { date } : {};
}
