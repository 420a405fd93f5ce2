/**
 * The house as data: who may import whom, and what may be touched where. `import-rules.ts` reads it,
 * docs/decisions/0002-the-house.md gives the reasons. A room is a workspace folder.
 */

/** Top to bottom. A room imports from the floors below its own, never from its own floor or one above. */
export const floors: readonly (readonly string[])[] = [
  ['apps/server'],
  ['systems/greetings', 'systems/reminders', 'systems/adherence', 'systems/companion', 'systems/frontdesk'],
  ['packages/dialogue'],
  ['packages/engine'],
  ['packages/channels'],
  ['packages/people', 'packages/eventlog'],
  ['packages/platform'],
  ['packages/kernel'],
];

export interface Annexe {
  rule: string;
  /** All that it may import of ours. */
  imports: readonly string[] | 'anything';
  /** All of ours that may import it, apart from tests, which may import every annexe. */
  importedBy: readonly string[];
}

/** The rooms beside the staircase. */
export const annexes: Readonly<Record<string, Annexe>> = {
  'packages/sandbox': {
    rule: 'sandbox-stands-alone',
    imports: ['packages/kernel'],
    importedBy: ['apps/server'],
  },
  'packages/sdk': { rule: 'sdk-stands-alone', imports: [], importedBy: ['apps/console'] },
  'apps/console': { rule: 'console-imports-sdk-alone', imports: ['packages/sdk'], importedBy: [] },
  'packages/testkit': { rule: 'testkit-is-for-tests', imports: 'anything', importedBy: [] },
  bench: { rule: 'bench-is-for-tests', imports: 'anything', importedBy: [] },
};

/** Relative imports that leave their workspace with good reason: the launcher starts before there are packages. */
export const openDoors: readonly { from: string; to: string }[] = [
  { from: 'apps/server/bin/belfry.mjs', to: 'scripts/project-node.mjs' },
];

/** Schemas of PostgreSQL that are not called as the room that owns them. */
export const schemasBeside: Readonly<Record<string, string>> = { identity: 'packages/platform' };

/** Views and functions in the database that every room may use. */
export const published: readonly string[] = [
  'people.profile',
  'people.recipient',
  'people.recipient_by_contact',
  'people.relation',
  'eventlog.get_conversation_events',
];

/** Statements that read of other rooms what is not published, with good reason. */
export const openWindows: readonly { file: string; tables: readonly string[] }[] = [
  // They hold what the program says of itself against what it has written down.
  {
    file: 'apps/server/playground/read-tally.ts',
    tables: [
      ...['engine.wakeup', 'engine.schedule', 'engine.turn', 'engine.outcome'],
      ...['platform.virtual_clock', 'sandbox.message', 'sandbox.delivery'],
    ],
  },
  {
    file: 'apps/server/simulation/read-books.ts',
    tables: ['engine.schedule', 'engine.turn', 'people.contact_point', 'sandbox.message'],
  },
  // Whether there is anybody at all: a view would be asked for nothing else.
  { file: 'apps/server/compose/offer-playground.ts', tables: ['people.person'] },
  // By channel, over all who are due within a day: the view gathers all contact points of each first.
  {
    file: 'packages/engine/store/occurrences/pg-due-unreached.ts',
    tables: ['people.contact_point', 'people.opt_out'],
  },
  // By address: of the view there is none by which to search.
  { file: 'systems/greetings/store/pg-words.ts', tables: ['people.contact_point'] },
];

/** What counts as a test: it may import every annexe, and the rules of purity and of the edges do not bind it. */
export const testFiles = /(^|\/)(test|bench)\/|\.test\.tsx?$|^packages\/testkit\/|(^|\/)vitest\.[\w.-]*$/;

export interface PureZone {
  rule: string;
  files: RegExp;
  /** Node's own modules and npm packages that compute and do nothing else. */
  packages: readonly string[];
  /** Names whose value depends on when or where the code runs, or that reach outside. */
  forbiddenNames: readonly string[];
}

const reachesOutside = ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console', 'process'];
const differsByRun = ['Math.random', 'crypto', 'randomUUID', 'randomBytes', 'randomInt', 'newId', 'performance'];
const readsTheClock = ['Date.now', 'Date()', 'Temporal.Now'];

export const pureZones: readonly PureZone[] = [
  {
    rule: 'domain-is-pure',
    files: /(^|\/)domain\/|^apps\/console\/time\//,
    packages: [
      'chrono-node',
      'node:crypto',
      'ical.js',
      'libphonenumber-js',
      'liquidjs',
      'parse5',
      'rrule-temporal',
      'saxes',
      'zod',
    ],
    forbiddenNames: [...reachesOutside, ...differsByRun, ...readsTheClock],
  },
  {
    rule: 'kernel-does-no-io',
    files: /^packages\/kernel\//,
    packages: ['node:crypto'],
    forbiddenNames: reachesOutside,
  },
];

/**
 * Where real time and the environment may be read; everywhere else a Clock or a parsed Config is handed in.
 * `Date()` stands for the current time as a Date, so `new Date(value)` is not meant.
 */
export const edges: readonly { names: readonly string[]; files: readonly RegExp[] }[] = [
  {
    names: readsTheClock,
    files: [
      /^scripts\//,
      /^apps\/server\/cli\//,
      /^apps\/console\/app\/clock\.tsx$/,
      /^packages\/platform\/clock\/system-clock\.ts$/,
      /^packages\/kernel\/ids\.ts$/,
      /^packages\/channels\/webhook\/sign-webhook\.ts$/,
      /^packages\/sandbox\/http\/real-time\.ts$/,
    ],
  },
  {
    names: ['process.env', 'node:process'],
    files: [
      /^scripts\//,
      /^apps\/server\/cli\//,
      /^apps\/server\/playground\/run-child\.ts$/,
      /^packages\/sdk\/generate\.ts$/,
      /\.config\.ts$/,
    ],
  },
];
