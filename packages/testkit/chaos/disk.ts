import type pg from 'pg';

/** The disk of a database, which can be full. */
export interface Disk {
  /** The next so many rows for this table find no room. */
  fill(table: string, rows: number): Promise<void>;
  /** How many have found none since it was filled. */
  refused(table: string): Promise<number>;
}

/**
 * Gives rows of these tables the error that PostgreSQL gives when the disk is full. They are counted down by sequences,
 * which no rollback takes back. Call it while nobody writes yet: no later step locks anything.
 * @param owner of the tables
 * @param tables such as `engine.turn`
 */
export async function installDisk(owner: Pick<pg.Pool, 'query'>, tables: readonly string[]): Promise<Disk> {
  await owner.query('CREATE SCHEMA chaos');
  for (const table of tables) {
    const room = roomOf(table);
    await owner.query(`
      CREATE SEQUENCE ${room} INCREMENT -1 MAXVALUE 1000000 START 0;
      CREATE FUNCTION ${room}() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('${room}') <= 0 THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
      END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${room}()`);
  }
  const filled = new Map<string, number>();
  return {
    async fill(table, rows) {
      filled.set(table, rows);
      await owner.query('SELECT setval($1, $2, false)', [roomOf(table), rows]);
    },
    async refused(table) {
      const { rows } = await owner.query<{ left: number }>(
        `SELECT greatest(last_value - is_called::int, 0)::int AS left FROM ${roomOf(table)}`,
      );
      return (filled.get(table) ?? 0) - (rows[0]?.left ?? 0);
    },
  };
}

function roomOf(table: string): string {
  return `chaos.${table.replace('.', '_')}`;
}
