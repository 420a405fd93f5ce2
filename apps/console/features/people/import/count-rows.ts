/** About how many rows a CSV file has below its header: a line break within a cell counts as a row. */
export async function countRows(file: Blob): Promise<number> {
  const reader = file.stream().getReader();
  let [breaks, last] = [0, LINE_FEED];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const byte of part.value) if (byte === LINE_FEED) breaks += 1;
    last = part.value.at(-1) ?? last;
  }
  const lines = last === LINE_FEED ? breaks : breaks + 1;
  return Math.max(0, lines - 1);
}

const LINE_FEED = 10;
