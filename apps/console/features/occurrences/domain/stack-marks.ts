export interface Extent {
  fromPx: number;
  toPx: number;
}

/**
 * Rows for marks that would lie on one another: each goes into the first row whose last mark ends before it begins.
 * Marks come in order of their beginning; the answer has a row for each, counted from 0.
 */
export function stackMarks(extents: readonly Extent[]): number[] {
  const endsPx: number[] = [];
  return extents.map(({ fromPx, toPx }) => {
    const free = endsPx.findIndex((endPx) => endPx <= fromPx);
    const row = free === -1 ? endsPx.length : free;
    endsPx[row] = toPx;
    return row;
  });
}
