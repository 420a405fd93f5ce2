/**
 * The numbers of PostgreSQL's advisory locks, for all rooms: with a number that somebody else uses too, one would wait for what
 * is none of its business. Each name has its place, and thereby its number; as a process of the version before may hold one,
 * it keeps it, and a new name goes last.
 */

/** The first of two numbers; the second says which shard, address or person. */
export const lockSpaces = numbered(731_091, [
  'claims',
  'replies',
  'throttle',
  'stops',
  'manyStops',
  'settling',
  'occasions',
  'greetedPeople',
  'imports',
]);

/** Of one number, and each a thing that one process does at a time. PostgreSQL knows them apart from those of two. */
export const soleLocks = numbered(7_310_911_842, [
  'migration',
  // These two are taken by functions in the migrations.
  'enginePartitions',
  'eventPartitions',
  'dropPartitions',
  'renumberRestored',
]);

function numbered<const Name extends string>(first: number, names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, place) => [name, first + place])) as Record<Name, number>;
}
