import { Readable } from 'node:stream';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import { stringify } from 'csv-stringify/sync';
import type pg from 'pg';
import { asText, cellsOf, exportColumns, reportColumns } from '../domain/csv-columns.ts';
import { type ImportRecord, readRejections } from '../store/pg-imports.ts';
import { listPeople, readDateNames } from '../store/pg-people.ts';

const chunk = 1000;

/** All living people as CSV, in the shape that an import takes; page by page, so that it costs no memory. */
export function exportPeople({ pool, sealer }: { pool: pg.Pool; sealer: Sealer }, tenantId: TenantId): Readable {
  async function* lines(): AsyncGenerator<string> {
    const dateNames = await inTenant(pool, tenantId, readDateNames);
    yield stringify([exportColumns(dateNames)]);
    let after: { createdAt: string; id: string } | undefined;
    for (;;) {
      const page = await inTenant(pool, tenantId, (tx) => listPeople(tx, sealer, {}, { limit: chunk, after }));
      const people = page.slice(0, chunk);
      if (people.length > 0) yield stringify(people.map((person) => cellsOf(person, dateNames)));
      const last = people.at(-1);
      if (!last || page.length <= chunk) return;
      after = { createdAt: last.createdAt.toString(), id: last.id };
    }
  }
  return Readable.from(lines());
}

/** The rejected rows of an import as they stood in its file, each behind its line and the reason; mended, an import takes it. */
export function exportRejections(pool: pg.Pool, tenantId: TenantId, { id, columns }: ImportRecord): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield stringify([[...reportColumns, ...columns]]);
    let after = 0;
    for (;;) {
      const page = await inTenant(pool, tenantId, (tx) => readRejections(tx, id, { after, limit: chunk }));
      if (page.length > 0)
        yield stringify(
          page.map(({ line, column, message, cells }) => [line, column ?? '', ...[message, ...cells].map(asText)]),
        );
      const last = page.at(-1);
      if (!last || page.length < chunk) return;
      after = last.line;
    }
  }
  return Readable.from(lines());
}
