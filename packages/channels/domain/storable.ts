/** What somebody else wrote, with what PostgreSQL refuses (U+0000, halves of characters) shown as U+FFFD. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** The same for all the texts of a record. */
export function storableTexts<Given extends object>(given: Given): Given {
  const entries = Object.entries(given).map(([key, value]) => [
    key,
    typeof value === 'string' ? storable(value) : value,
  ]);
  return Object.fromEntries(entries) as Given;
}
