interface Found {
  address: string;
  personName?: string | null | undefined;
}

/** By the person's name or the address, in the order they came: the latest message first. */
export function findHandsets<Handset extends Found>(handsets: readonly Handset[], search: string): Handset[] {
  const wanted = search.trim().toLowerCase();
  return handsets.filter(({ address, personName }) => `${address} ${personName ?? ''}`.toLowerCase().includes(wanted));
}
