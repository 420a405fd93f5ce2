type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface Document {
  components?: { schemas?: Record<string, unknown> };
}

const PREFIX = '#/components/schemas/';
const INPUT = 'Input';

/**
 * Every schema with an id comes out of Zod twice, as it is sent (`PersonInput`) and as it is answered (`Person`).
 * Keeps what the document refers to, and gives a schema that is only ever sent the plain name: clients are generated
 * from these names.
 */
export function tidyComponents<Given>(document: Given): Given {
  const { components, ...rest } = document as Given & Document;
  const schemas = components?.schemas ?? {};
  const used = reachable(rest, schemas);
  const names = new Map([...used].map((name) => [name, plainName(name, used)]));
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  const tidy = { ...rest, components: { ...components, schemas: Object.fromEntries(kept) } };
  return renamed(tidy as unknown as Json, names) as Given;
}

function plainName(name: string, used: ReadonlySet<string>): string {
  const plain = name.slice(0, -INPUT.length);
  return name.endsWith(INPUT) && plain !== '' && !used.has(plain) ? plain : name;
}

function reachable(root: unknown, schemas: Record<string, unknown>): Set<string> {
  const found = new Set<string>();
  const pending = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [, name] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      pending.push(schemas[name]);
    }
  }
  return found;
}

function renamed(value: Json, names: ReadonlyMap<string, string>, isSchemas = false): Json {
  if (typeof value === 'string' && value.startsWith(PREFIX)) {
    return PREFIX + (names.get(value.slice(PREFIX.length)) ?? value.slice(PREFIX.length));
  }
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [
    isSchemas ? (names.get(key) ?? key) : key,
    renamed(child, names, key === 'schemas'),
  ]);
  return Object.fromEntries(entries);
}
