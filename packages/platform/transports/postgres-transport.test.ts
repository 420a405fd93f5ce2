import { PostgresTransport } from './postgres-transport.ts';
import { contractSettings } from './test/contract-settings.ts';
import { transportContract } from './test/transport-contract.ts';

transportContract('postgres', {
  open: async (onError) => new PostgresTransport(onError, contractSettings),
  clear: async () => {},
  outage: null,
});
