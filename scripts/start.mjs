import { becomeBelfry } from './project-node.mjs';
import { setUp } from './set-up/set-up.mjs';

/** `npm start`: installs and builds what is missing, then runs the server until it is stopped. */
if (await setUp()) await becomeBelfry(['serve', '--playground', 'ahead', ...process.argv.slice(2)]);
