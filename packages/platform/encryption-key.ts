import { hkdfSync } from 'node:crypto';
import { AppError } from '@belfry/kernel/app-error';
import pg from 'pg';
import type { Secrets } from './sealer.ts';

const KEY_ID_BYTES = 12;

/** Names a secret without telling it: what it is derived to serves for nothing else. */
export function keyIdOf(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'belfry key id 1', KEY_ID_BYTES)).toString('base64url');
}

/**
 * Every process of an installation needs the same secret: sessions, links and stored secrets are worth nothing under
 * another. The first to start notes by which name it goes (`keyIdOf`, never the secret itself) beside the data; the
 * others are held to it. Who knows the one that is noted as one of theirs before has changed it, and notes the new one.
 * @param url of the owner, direct
 * @throws AppError `config.encryption-key-differs`
 */
export async function requireEncryptionKey(url: string, { secret, previous }: Secrets): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'belfry:key' });
  await client.connect();
  try {
    const keyId = keyIdOf(secret);
    // One statement: of two that start at once with different secrets, the second waits here and sees the first's.
    const { rowCount } = await client.query(
      `INSERT INTO platform.encryption_key AS noted (single, key_id, since) VALUES (true, $1, now())
       ON CONFLICT (single) DO UPDATE SET key_id = excluded.key_id,
         since = CASE WHEN noted.key_id = excluded.key_id THEN noted.since ELSE excluded.since END
       WHERE noted.key_id = ANY ($2::text[])`,
      [keyId, [keyId, ...previous.map(keyIdOf)]],
    );
    if (rowCount !== 1) throw differs();
  } finally {
    await client.end();
  }
}

/**
 * For a command beside the servers: what they sign and seal with, and what else is ours. It notes nothing, for they may not
 * have been started with a new key yet.
 * @param url of the owner, direct
 * @throws AppError `config.encryption-key-differs`
 */
export async function secretsInUse(url: string, secrets: Secrets): Promise<Secrets> {
  const client = new pg.Client({ connectionString: url, application_name: 'belfry:key' });
  await client.connect();
  try {
    const { rows } = await client.query<{ key_id: string }>('SELECT key_id FROM platform.encryption_key');
    if (!rows[0]) return secrets;
    const noted = rows[0].key_id;
    const all = [secrets.secret, ...secrets.previous];
    const secret = all.find((one) => keyIdOf(one) === noted);
    if (secret === undefined) throw differs();
    return { secret, previous: all.filter((other) => other !== secret) };
  } finally {
    await client.end();
  }
}

function differs(): AppError {
  const message =
    'ENCRYPTION_KEY (without it, the secret in BELFRY_DATA) is not the key of this database: every process needs the same one; to change it, give the old one as ENCRYPTION_KEY_PREVIOUS.';
  return new AppError({ code: 'config.encryption-key-differs', kind: 'validation', message });
}
