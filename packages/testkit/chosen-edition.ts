import type { Edition } from '@belfry/platform/embedded-postgres/binaries';

/** The oldest PostgreSQL that Belfry runs on, for `npm run test:postgres-15`; undefined for the one that Belfry brings. */
export const chosenEdition: Edition | undefined = process.env.BELFRY_TEST_POSTGRES
  ? { packageName: 'embedded-postgres-15', major: 15 }
  : undefined;
