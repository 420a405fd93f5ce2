import { isErrno } from './data-directory.ts';

/** Whether any process has this id now, ours or not, a zombie included. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}
