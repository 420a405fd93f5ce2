import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';

export interface Measured {
  /** 8 kB pages that the statement looked at. */
  buffers: number;
  /** Tables of more than a few pages that it read from end to end, with how many rows each gave. */
  seqScans: string[];
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

const fewRows = 500;

/** Stands in for a pool: runs each statement under EXPLAIN ANALYZE and answers no rows. */
export function measureQueries(database: pg.Pool | pg.ClientBase): { pool: pg.Pool; measured: Measured[] } {
  const { queryable, measured } = measure(database, false);
  return { pool: queryable as pg.Pool, measured };
}

/** The same within a transaction, and each statement is run once more for its rows: only for what reads. */
export function measureReads(tx: Tx): { tx: Tx; measured: Measured[] } {
  const { queryable, measured } = measure(tx, true);
  return { tx: queryable as Tx, measured };
}

export const buffersOf = (measured: readonly Measured[]) => measured.reduce((sum, { buffers }) => sum + buffers, 0);

function measure(on: pg.Pool | pg.ClientBase, isAnswering: boolean) {
  const measured: Measured[] = [];
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await on.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
      values,
    );
    const plan = rows[0]!['QUERY PLAN'][0].Plan;
    const scans = nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan' && rowsRead(node) > fewRows);
    measured.push({
      buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
      seqScans: scans.map((node) => `${node['Relation Name']} ${rowsRead(node)}`),
    });
    return isAnswering ? on.query(text, values) : { rows: [] };
  };
  return { queryable: { query } as unknown, measured };
}

function rowsRead(node: PlanNode): number {
  return node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
