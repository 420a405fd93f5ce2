import type pg from 'pg';

/** From this commit on slots of years before `year` are neither planned nor claimed. It only rises. Owner only. */
export async function raiseLedgerFloor(client: pg.Client, year: number): Promise<void> {
  await client.query(
    `INSERT INTO engine.ledger_floor AS f (year) VALUES ($1)
     ON CONFLICT (id) DO UPDATE SET year = greatest(f.year, excluded.year)`,
    [year],
  );
}
