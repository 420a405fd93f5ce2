#!/usr/bin/env node
import { becomeBelfry } from '../../../scripts/project-node.mjs';

await becomeBelfry(process.argv.slice(2));
