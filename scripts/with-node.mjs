import { becomeProjectNode } from './project-node.mjs';

await becomeProjectNode(process.argv.slice(2));
