import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    'packages/*/schema.ts',
    'packages/*/store/schema.ts',
    'systems/*/store/schema.ts',
    'packages/platform/identity/schema.ts',
  ],
  out: 'apps/server/migrations',
});
