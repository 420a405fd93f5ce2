import type { Fault } from './fault.ts';
import { fillable } from './scene.ts';

export const databaseKilled: Fault = {
  name: 'PostgreSQL killed in the middle of a batch',
  async strike({ postgres }, batch) {
    await batch.isUnderWay();
    await postgres.kill9();
    await postgres.start();
    await batch.isSettled();
    return { 'kill -9': 1 };
  },
};

export const answersOfCommitsLost: Fault = {
  name: 'connections cut between a commit and its answer',
  async strike({ wires, random }, batch) {
    const lose = (sql: string, times: number) => wires.map((wire) => wire.loseCommits(sql, times));
    const claims = lose('INSERT INTO engine.turn', 1);
    const ends = lose('INSERT INTO engine.outcome', random.between(1, 3));
    await batch.isSettled();
    const lost = (commits: typeof claims) => commits.reduce((sum, ofWire) => sum + ofWire.end(), 0);
    return { 'of claims': lost(claims), 'of ends': lost(ends) };
  },
};

export const diskFull: Fault = {
  name: 'the disk full for a few inserts',
  async strike({ disk, random }, batch) {
    for (const table of fillable) await disk.fill(table, random.between(1, 3));
    await batch.isSettled();
    const refused: Record<string, number> = {};
    for (const table of fillable) refused[table] = await disk.refused(table);
    return refused;
  },
};
