import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface MigrationFile {
  name: string;
  /** Of its text, by which a database knows what it has seen. */
  hash: string;
  /** Milliseconds since 1970. */
  madeAt: number;
  statements: string[];
}

interface Journal {
  entries: { tag: string; when: number }[];
}

/** A folder as Drizzle Kit writes it, in the order of its journal. */
export async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  const journal = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8')) as Journal;
  return Promise.all(
    journal.entries.map(async ({ tag, when }) => {
      const text = await readFile(join(folder, `${tag}.sql`), 'utf8');
      const hash = createHash('sha256').update(text).digest('hex');
      return { name: tag, hash, madeAt: when, statements: text.split('--> statement-breakpoint') };
    }),
  );
}
