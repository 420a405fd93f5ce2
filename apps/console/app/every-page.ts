interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

const LIMIT = 200;

/** All of a list that is short, or is of use as a whole alone. */
export async function everyPage<Item>(
  read: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read({ limit: LIMIT, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
