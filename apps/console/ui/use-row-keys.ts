import { type RefObject, useRef } from 'react';
import { useKeys } from '../app/keyboard.tsx';

/** What j and k walk over: `<TextLink data-row …>`. Enter opens it, as it does any link. */
const ROWS = '[data-row]';

/** j and k take the focus from row to row within the list that gets the ref. */
export function useRowKeys<Element extends HTMLElement>(): RefObject<Element | null> {
  const list = useRef<Element>(null);
  const step = (by: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(ROWS) ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const first = by === 1 ? 0 : rows.length - 1;
    rows[at === -1 ? first : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return list;
}
