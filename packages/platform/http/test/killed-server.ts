import { openDatabase } from '../../database.ts';
import { runOnce } from '../run-once.ts';
import { serve } from './serve.ts';

/** Serves one route, whose transaction kills this process after its effect; prints its address. */
const database = openDatabase({ url: process.argv[2] ?? '', poolMin: 0, poolMax: 1 });
const { address } = await serve((app) => {
  app.post('/v1/effects', (request) =>
    runOnce(request, database.pools.app, async (tx) => {
      await tx.query('INSERT INTO public.effect VALUES ($1, $2)', [request.principal.tenantId, 'killed']);
      process.kill(process.pid, 'SIGKILL');
      return { status: 201, body: {} };
    }),
  );
});
process.stdout.write(`${address}\n`);
