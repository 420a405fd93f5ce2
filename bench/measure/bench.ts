import type { Databases } from '../servers/databases.ts';
import type { RedisServers } from '../servers/redis-servers.ts';

/** What a scenario runs in. */
export interface Bench {
  databases: Databases;
  /** Null where no redis-server is installed: its contenders are left out. */
  redis: RedisServers | null;
  /** The sizes, which take hours; otherwise small ones that show that all works. */
  isFull: boolean;
  runs: number;
  processes: number;
  /** How many pieces: as the command line has it, else the first in short and the second in full. */
  sizeOf(short: number, full: number): number;
  /** A line of progress. */
  say(line: string): void;
}
