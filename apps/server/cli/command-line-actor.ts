/** Who a command counts as, on the record of what it did. */
export function commandLineActor(command: string) {
  return { type: 'user', id: 'command-line', name: `belfry ${command}`, via: 'command line' } as const;
}
