/** One of somebody's dates, by a name that anybody may have chosen: `constructor` is none that everybody has. */
export function dateNamed(dates: Readonly<Record<string, string | null>>, name: string): string | null {
  return Object.hasOwn(dates, name) ? (dates[name] ?? null) : null;
}
