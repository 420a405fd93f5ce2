import { type FaultHook, noFaults } from '@belfry/kernel/fault';

/**
 * Ends this process, as `kill -9` would, when it comes to the named point for the n-th time: `claim.after-commit`, or
 * `claim.after-commit:3`. For tests; null makes it do nothing.
 */
export function createFaultHook(setting: string | null): FaultHook {
  if (setting === null) return noFaults;
  const [name, count = '1'] = setting.split(':');
  let left = Number(count);
  return (point) => {
    if (point !== name) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
