/**
 * A shard's wake-ups stand in two lanes that are read side by side, so that one tenant's million at nine does not delay
 * a neighbour's reminder of a second later.
 */
export const lanes = [0, 1] as const;
export type Lane = (typeof lanes)[number];

/** Steps, retries, what is sent now, and all of the tenants that have little due. */
export const promptLane: Lane = 0;
/** The first turns of tenants that have much due. */
export const bulkLane: Lane = 1;

/** How many first turns of one tenant a shard may have ahead in the prompt lane; with 64 shards some 12,000 in all. */
export const mostPromptInShard = 200;

export function laneFor(plannedInShard: number): Lane {
  return plannedInShard > mostPromptInShard ? bulkLane : promptLane;
}

/** The part of the slots that bulk is sure of, so that many small tenants do not hold it up for ever either. */
const bulkShare = 1 / 4;

/**
 * Which of what is due is taken up, and in which order: the prompt lane first, but a quarter for bulk as long as there is
 * any, and nothing is left free while something waits.
 * @param due of all lanes, each in its own order
 * @param slots how many can leave now
 */
export function shareSlots<Row extends { lane: number }>(due: readonly Row[], slots: number): Row[] {
  const bulk = due.filter(({ lane }) => lane === bulkLane);
  const prompt = due.filter(({ lane }) => lane !== bulkLane);
  const sure = Math.min(bulk.length, Math.ceil(slots * bulkShare));
  const prompts = prompt.slice(0, Math.max(1, slots - sure));
  return [...prompts, ...bulk.slice(0, Math.max(0, slots - prompts.length))];
}
