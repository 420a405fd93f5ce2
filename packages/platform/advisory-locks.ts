/**
 * The numbers of PostgreSQL's advisory locks, for all rooms: with a number that somebody else uses too, one would wait for what
 * is none of its business. Each keeps its own for good, for a process of the version before may hold it; a new name takes one that
 * none has had.
 */

/** The first of two numbers; the second says which shard, address or person. */
export const lockSpaces = {
  claims: 731_091,
  replies: 731_092,
  throttle: 731_093,
  stops: 731_094,
  manyStops: 731_095,
  settling: 731_096,
  imports: 731_099,
  occasions: 7_301,
  greetedPeople: 7_302,
} as const;

/** Of one number, and each a thing that one process does at a time. PostgreSQL knows them apart from those of two. */
export const soleLocks = {
  migration: 7_310_911_842,
  // These two are taken by functions in the migrations.
  enginePartitions: 7_310_911_843,
  eventPartitions: 7_310_911_844,
  dropPartitions: 7_310_911_845,
  renumberRestored: 7_310_911_846,
} as const;
