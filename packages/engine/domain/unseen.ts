import { lowestXid } from './transaction-id.ts';

/**
 * Whose rows a snapshot did not show, and may yet: the transactions that were under way, and all that had not begun. Not all from
 * the oldest of these on: while an import is under way, that would be everything inserted since it began.
 * Ids are of whole transactions, as a wake-up carries its own and as PostgreSQL names them in a snapshot: none is of a
 * subtransaction; and they are never used again.
 */
export interface Unseen {
  underWay: readonly bigint[];
  from: bigint;
}

/** What is known where only one number is. */
export function unseenFrom(xid: bigint): Unseen {
  return { underWay: [], from: xid };
}

/** @param snapshot of PostgreSQL's type pg_snapshot, as text: `xmin:xmax:` and those under way between them */
export function unseenBy(snapshot: string): Unseen {
  const [, from = '0', underWay = ''] = snapshot.split(':');
  return { underWay: underWay === '' ? [] : underWay.split(',').map(BigInt), from: BigInt(from) };
}

/** What one of them or the other has not shown; at least one. */
export function unseenByAny(all: readonly Unseen[]): Unseen {
  const from = lowestXid(all.map((one) => one.from));
  const underWay = new Set(all.flatMap((one) => one.underWay).filter((xid) => xid < from));
  return { underWay: [...underWay], from };
}

/** The first of them: all before it are seen. */
export function lowestUnseen({ underWay, from }: Unseen): bigint {
  return lowestXid([from, ...underWay]);
}

export function isUnseen({ underWay, from }: Unseen, xid: bigint): boolean {
  return xid >= from || underWay.includes(xid);
}
