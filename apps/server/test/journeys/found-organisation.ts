import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '@belfry/testkit/api-client';
import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import pg from 'pg';

export interface Organisation extends ApiClient {
  key: string;
}

/** Another one beside the first of that installation; until there is a way to found one, as the owner of the database. */
export async function foundOrganisation(belfry: BelfryProcess, name: string): Promise<Organisation> {
  const key = await belfry.createKey(await insertOrganisation(belfry.databaseUrl, name));
  return { ...apiClient(belfry.base, key), key };
}

async function insertOrganisation(databaseUrl: string, name: string): Promise<string> {
  const [organisation, user] = [randomUUID(), randomUUID()];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('INSERT INTO identity.organization (id, name, slug) VALUES ($1, $2, $2)', [organisation, name]);
  await client.query('INSERT INTO identity."user" (id, name, email) VALUES ($1, $2, $3)', [
    user,
    name,
    `${name.toLowerCase()}@belfry.invalid`,
  ]);
  await client.query(`INSERT INTO identity.member (id, organization_id, user_id, role) VALUES ($1, $2, $3, 'owner')`, [
    randomUUID(),
    organisation,
    user,
  ]);
  await client.end();
  return organisation;
}
