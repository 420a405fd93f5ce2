/** Patterns of the routes that exist, each with its methods. */
export type RouteTable = Map<string, Set<string>>;

export function addRoute(routes: RouteTable, pattern: string, methods: string | readonly string[]): void {
  // `/*` would make every unknown address a known one.
  if (pattern.includes('*')) return;
  const known = routes.get(pattern) ?? new Set();
  for (const method of [methods].flat()) known.add(method);
  routes.set(pattern, known);
}

/**
 * The methods that some route takes at this path, in alphabetical order. A walk over all patterns, which is cheap
 * enough because it happens only where no route matched.
 */
export function methodsAt(routes: RouteTable, path: string): string[] {
  const matching = [...routes].filter(([pattern]) => matches(pattern, path));
  return [...new Set(matching.flatMap(([, methods]) => [...methods]))].sort();
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return false;
  return wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]));
}
