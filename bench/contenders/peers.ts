import type { Bench } from '../measure/bench.ts';
import type { Contender, Work } from '../measure/contender.ts';
import { bullMq } from './bullmq/contender.ts';
import { dbos } from './dbos/contender.ts';
import { graphileWorker } from './graphile-worker/contender.ts';
import { pgBoss } from './pg-boss/contender.ts';

/** All that are measured beside the engine, each at the settings that measured best (README.md). */
export function peersFor({ redis }: Bench, work: Work): Contender[] {
  return [
    graphileWorker(work),
    pgBoss(work, 'batches'),
    pgBoss(work, 'one by one'),
    ...(redis ? [bullMq(redis, work, 'everysec'), bullMq(redis, work, 'always')] : []),
    dbos(work),
  ];
}
