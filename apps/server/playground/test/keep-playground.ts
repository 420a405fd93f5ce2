import { launchPlayground } from '../launch-playground.ts';

/** For tests: keeps a playground in the directory until it is ended, and tells its parent when the scene is there. */
const [directory = ''] = process.argv.slice(2);

await launchPlayground({
  directory,
  onState({ phase, scene }) {
    if (phase === 'ready' && scene) process.send?.({ baseUrl: scene.baseUrl, databaseUrl: scene.databaseUrl });
  },
});
