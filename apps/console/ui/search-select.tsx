import {
  type ComboboxItem,
  type ComboboxParsedItem,
  defaultOptionsFilter,
  getParsedComboboxData,
  isOptionsGroup,
  Select,
  type SelectProps,
} from '@mantine/core';
import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';

interface SearchSelectProps extends Omit<SelectProps, 'searchable' | 'value' | 'onChange'> {
  value: string | null;
  /** null: what was typed is none of them, or the choice was taken back. */
  onChange(value: string | null): void;
  /**
   * Of a list that a server searches: whether it is still at it. What it has not found yet may be what is meant, so no text but a whole
   * label of one alone settles on it, and none while it searches.
   */
  isSearching?: boolean;
}

/** With these somebody says which one of a list they mean. */
const pickingKeys = ['ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];

/**
 * A choice that is searched by typing. Enter takes what is highlighted and sends no form; leaving it takes what was typed
 * where that names one of the list, and otherwise chooses nothing: what stood there before would be saved instead of it.
 * Where a server searches, only what was gone to by key is highlighted.
 */
export function SearchSelect({ data, value, onChange, error, isSearching, ...rest }: SearchSelectProps) {
  const t = useTranslations('app');
  const [unknown, setUnknown] = useState<string | null>(null);
  const parsed = getParsedComboboxData<string>(data);
  const isPicked = useRef(false);
  const isSearchedHere = isSearching === undefined;
  const chosen = flat(parsed).find((option) => option.value === value)?.label ?? '';
  const namedBy = (text: string): ComboboxItem | undefined => {
    if (isSearching) return undefined;
    const { filter = defaultOptionsFilter, limit = Number.POSITIVE_INFINITY } = rest;
    const found = flat(filter({ options: parsed, search: text, limit }) as ComboboxParsedItem[]);
    const named = found.filter(({ label }) => isSame(label, text));
    if (isSearchedHere) return found.length === 1 ? found[0] : named[0];
    return named.length === 1 ? named[0] : undefined;
  };
  /** What its text says becomes what is chosen. */
  const settle = (text: string, isLeft: boolean) => {
    if (text.trim() === '' || text === chosen) return;
    const named = namedBy(text);
    setUnknown(named ? null : text.trim());
    // Where a server searches it is gone on with.
    if (!named && !isLeft && !isSearchedHere) return;
    if (named?.value !== value) onChange(named?.value ?? null);
  };
  return (
    <Select
      allowDeselect={false}
      {...rest}
      searchable
      selectFirstOptionOnChange={isSearchedHere}
      data={data ?? []}
      value={value}
      error={error ?? (unknown !== null && t(isSearchedHere ? 'notInList' : 'notChosen', { text: unknown }))}
      onChange={(chosen) => {
        setUnknown(null);
        onChange(chosen);
      }}
      onInput={() => {
        isPicked.current = false;
        setUnknown(null);
      }}
      onFocus={() => setUnknown(null)}
      onBlur={({ currentTarget }: FocusEvent<HTMLInputElement>) => {
        // Where another window is in front it will be gone on with.
        if (document.activeElement !== currentTarget) settle(currentTarget.value, true);
      }}
      onKeyDownCapture={(event: KeyboardEvent<HTMLInputElement>) => {
        const { ariaExpanded, value: text } = event.currentTarget;
        if (pickingKeys.includes(event.key)) isPicked.current = true;
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        if (ariaExpanded !== 'true' && text === chosen) return;
        // Mantine forgets which one is highlighted where the list has only just been opened by what was typed.
        event.preventDefault();
        event.stopPropagation();
        const isMeant = isSearchedHere || isPicked.current || text === chosen;
        const list = document.getElementById(event.currentTarget.getAttribute('aria-controls') ?? '');
        const option = (isMeant && highlightedIn(list)) || optionOf(list, namedBy(text)?.value);
        if (option) option.click();
        else settle(text, false);
      }}
    />
  );
}

function highlightedIn(list: HTMLElement | null): HTMLElement | null {
  return list?.querySelector<HTMLElement>('[data-combobox-selected]') ?? null;
}

function optionOf(list: HTMLElement | null, value: string | undefined): HTMLElement | null {
  return value === undefined ? null : (list?.querySelector<HTMLElement>(`[value="${CSS.escape(value)}"]`) ?? null);
}

function flat(items: readonly ComboboxParsedItem[]): ComboboxItem[] {
  return items.flatMap((item) => (isOptionsGroup(item) ? item.items : [item]));
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
