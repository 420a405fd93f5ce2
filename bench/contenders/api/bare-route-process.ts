import fastify from 'fastify';
import pg from 'pg';

/** A route that inserts a row and answers with it: what any API on this stack has to do at least. Told its database by IPC. */
process.once('message', async ({ databaseUrl }: { databaseUrl: string }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query(
    `CREATE TABLE bare_person (id uuid PRIMARY KEY, name text NOT NULL, time_zone text NOT NULL, birth_date date, email text UNIQUE,
       created_at timestamptz NOT NULL DEFAULT now())`,
  );
  const app = fastify();
  app.post<{ Body: { name: string; timeZone: string; birthDate: string; contactPoints: { address: string }[] } }>(
    '/v1/people',
    async ({ body }, reply) => {
      const { rows } = await pool.query({
        name: 'insert',
        text: `INSERT INTO bare_person (id, name, time_zone, birth_date, email) VALUES (gen_random_uuid(), $1, $2, $3, $4) RETURNING *`,
        values: [body.name, body.timeZone, body.birthDate, body.contactPoints[0]?.address],
      });
      return reply.code(201).send(rows[0]);
    },
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  process.send?.(typeof address === 'object' ? address?.port : null);
});
process.on('disconnect', () => process.exit());
