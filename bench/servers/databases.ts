import type { Contender } from '../measure/contender.ts';
import type { BenchServer } from './start-postgres.ts';

export interface OneDatabase extends AsyncDisposable {
  url: string;
}

type Loadable = Pick<Contender, 'name' | 'loadedAs' | 'load'>;

/** Above this a copy goes file by file: through WAL it would take minutes, and push everything else out of the cache. */
const largeBytes = 1 << 30;

/** Loads each database once, and lends copies of it that go when they have been used. */
export class Databases {
  readonly #server: BenchServer;
  readonly #say: (line: string) => void;
  readonly #loaded = new Set<string>();
  #copies = 0;

  constructor(server: BenchServer, say: (line: string) => void) {
    this.#server = server;
    this.#say = say;
  }

  async load(contender: Loadable, count: number): Promise<void> {
    const name = nameOf(contender, count);
    if (this.#loaded.has(name)) return;
    await this.#server.administer(`CREATE DATABASE ${name}`);
    const began = performance.now();
    await contender.load(this.#server.urlOf(name), count);
    this.#loaded.add(name);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    this.#say(`${contender.loadedAs}: ${count.toLocaleString('en')} loaded in ${seconds} s`);
  }

  async copy(contender: Loadable, count: number): Promise<OneDatabase> {
    await this.load(contender, count);
    const name = nameOf(contender, count);
    const strategy = (await this.#server.sizeOf(name)) > largeBytes ? 'STRATEGY file_copy' : '';
    return this.#make(`TEMPLATE ${name} ${strategy}`);
  }

  empty(): Promise<OneDatabase> {
    return this.#make('');
  }

  /** What a scenario loaded that no other one will use; the largest would fill a disk. */
  async forget(contender: Loadable, count: number): Promise<void> {
    const name = nameOf(contender, count);
    if (this.#loaded.delete(name)) await this.#server.administer(`DROP DATABASE ${name} WITH (FORCE)`);
  }

  async #make(options: string): Promise<OneDatabase> {
    this.#copies += 1;
    const name = `run_${this.#copies}`;
    await this.#server.administer(`CREATE DATABASE ${name} ${options}`);
    return {
      url: this.#server.urlOf(name),
      [Symbol.asyncDispose]: async () => {
        for (const line of await this.#server.statementsOf(name)) this.#say(`  ${line}`);
        await this.#server.administer(`DROP DATABASE ${name} WITH (FORCE)`);
      },
    };
  }
}

function nameOf({ loadedAs }: Loadable, count: number): string {
  return `loaded_${loadedAs.replaceAll(/\W/g, '_')}_${count}`;
}
