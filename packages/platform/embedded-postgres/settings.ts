/** Given on the command line at each start, so that a new version of Belfry brings its own to old data. */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  // The details and the statement of an error would hold names and numbers of people.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** fsync stays on: what an acknowledgement promised must survive the power cord. */
export function serverArguments(clusterPath: string, port: number, overrides: Record<string, string> = {}): string[] {
  const all = Object.entries({ ...settings, port: String(port), ...overrides });
  return ['-D', clusterPath, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Nothing of ours: PG… variables would change what runs, and secrets do not belong in another program's environment. */
export const serverEnvironment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
