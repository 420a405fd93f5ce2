import pg from 'pg';

/** As Drizzle Kit writes it. */
const createIndex =
  /^\s*CREATE (?<unique>UNIQUE )?INDEX "(?<name>\w+)" ON "(?<schema>\w+)"\."(?<table>\w+)" (?<rest>USING .*?);?\s*$/s;

const longestName = 63;

/**
 * Builds what a CREATE INDEX on a partitioned table is going to want of each partition, while they are written to. The
 * statement itself then finds it, attaches it, and has nothing left to build: by itself it would hold up all writers for as
 * long as it reads the whole history. Done again it goes on where it was cut. Any other statement it leaves alone.
 */
export async function indexPartitions(client: pg.Client, statement: string): Promise<void> {
  const { unique = '', name, schema, table, rest } = createIndex.exec(statement)?.groups ?? {};
  if (!name || !rest) return;
  for (const partition of await partitionsOf(client, `"${schema}"."${table}"`)) {
    const index = `${partition}_${name}`.slice(0, longestName);
    await dropUnfinished(client, `"${schema}"."${index}"`);
    const build = `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS "${index}" ON "${schema}"."${partition}" ${rest}`;
    try {
      await client.query(build);
    } catch (error) {
      if (isOfThisMigration(error)) return;
      throw error;
    }
  }
}

/** Of a table that is none, or that this migration is going to make, there are none. */
async function partitionsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
     WHERE i.inhparent = to_regclass($1) AND p.relkind = 'p' AND c.relkind = 'r' ORDER BY c.relname`,
    [table],
  );
  return rows.map(({ relname }) => relname);
}

/** What was cut while it was built is there, and good for nothing. */
async function dropUnfinished(client: pg.Client, index: string): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid',
    [index],
  );
  if (rowCount) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
}

/** A column or function that the same migration makes first; such an index is built in its transaction. */
function isOfThisMigration(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '42703' || error.code === '42883');
}
