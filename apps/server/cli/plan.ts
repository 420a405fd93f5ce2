import { type Plan, readPlan } from '@belfry/greetings/module';
import { inTenant } from '@belfry/platform/database';
import type { Command } from 'commander';
import { localDate } from './local-date.ts';
import { withTenant } from './with-tenant.ts';

interface PlanOptions {
  date?: Temporal.PlainDate;
  tenant?: string;
  json?: true;
}

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('the greetings of a day: in each time zone what is planned, gone, late or missed')
    .option('--date <date>', 'as it is called locally, in each zone; without it, today in UTC', localDate('--date'))
    .option('--tenant <id>', 'the organisation; without it, the first one')
    .option('--json', 'as JSON')
    .action(printPlan);
}

async function printPlan(options: PlanOptions): Promise<void> {
  await withTenant(options, async ({ database: { pools }, clock }, tenantId) => {
    const now = clock.now();
    const date = options.date ?? now.toZonedDateTimeISO('UTC').toPlainDate();
    const plan = await inTenant(pools.app, tenantId, (tx) => readPlan({ tx, tenantId, date, now }));
    if (options.json) console.log(JSON.stringify({ date: date.toString(), ...plan }));
    else for (const line of inWords(date, plan)) console.log(line);
  });
}

function inWords(date: Temporal.PlainDate, { counts, isForeseen }: Plan): string[] {
  if (counts.length === 0) return [`Nobody is greeted on ${date.toString()}.`];
  const width = Math.max(...counts.map(({ zone }) => zone.length));
  const lines = counts.map(({ zone, kind, dueAt, ...count }) => {
    const local = dueAt.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
    const rest = (['late', 'missed', 'failed', 'withheld'] as const).filter((name) => count[name] > 0);
    const words = [`${count.planned} planned`, `${count.gone} gone`, ...rest.map((name) => `${count[name]} ${name}`)];
    return `${dueAt.toString()}  ${local} ${zone.padEnd(width)}  ${kind}: ${words.join(', ')}`;
  });
  const total = counts.reduce((sum, { planned, gone }) => sum + planned + gone, 0);
  const foreseen = isForeseen ? ' What is not planned yet is counted by people’s dates.' : '';
  return [...lines, `${total} in all.${foreseen}`];
}
