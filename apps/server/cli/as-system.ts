import { InvalidArgumentError, Option } from 'commander';
import { type System, systems, systemsToCome } from '../systems.ts';

const names = Object.keys(systems).join(', ');

/** `--as SYSTEM`, of the commands that know what each system needs. */
export function asSystem(description: string): Option {
  return new Option('--as <system>', `${description} (${names})`).argParser(readSystem);
}

function readSystem(text: string): System {
  if (Object.hasOwn(systems, text)) return text as System;
  throw new InvalidArgumentError(`--as takes ${names}. Not there yet: ${systemsToCome.join(', ')}.`);
}
