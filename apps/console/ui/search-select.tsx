import {
  type ComboboxItem,
  type ComboboxParsedItem,
  defaultOptionsFilter,
  getParsedComboboxData,
  isOptionsGroup,
  Select,
  type SelectProps,
} from '@mantine/core';
import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';

interface SearchSelectProps extends Omit<SelectProps, 'searchable' | 'value' | 'onChange'> {
  value: string | null;
  /** null: what was typed is none of them, or the choice was taken back. */
  onChange(value: string | null): void;
}

/**
 * A choice that is searched by typing. Enter takes what is highlighted and sends no form; leaving it takes what was typed
 * where that names one of the list, and otherwise chooses nothing: what stood there before would be saved instead of it.
 */
export function SearchSelect({ data, value, onChange, error, ...rest }: SearchSelectProps) {
  const t = useTranslations('app');
  const [unknown, setUnknown] = useState<string | null>(null);
  const parsed = getParsedComboboxData<string>(data);
  const chosen = flat(parsed).find((option) => option.value === value)?.label ?? '';
  /** What its text says becomes what is chosen. */
  const settle = (text: string) => {
    if (text.trim() === '' || text === chosen) return;
    const { filter = defaultOptionsFilter, limit = Number.POSITIVE_INFINITY } = rest;
    const found = flat(filter({ options: parsed, search: text, limit }) as ComboboxParsedItem[]);
    const named = found.length === 1 ? found[0] : found.find(({ label }) => isSame(label, text));
    setUnknown(named ? null : text.trim());
    if (named?.value !== value) onChange(named?.value ?? null);
  };
  return (
    <Select
      allowDeselect={false}
      {...rest}
      searchable
      selectFirstOptionOnChange
      data={data ?? []}
      value={value}
      error={error ?? (unknown !== null && t('notInList', { text: unknown }))}
      onChange={onChange}
      onFocus={() => setUnknown(null)}
      onBlur={({ currentTarget }: FocusEvent<HTMLInputElement>) => {
        // Where another window is in front it will be gone on with.
        if (document.activeElement !== currentTarget) settle(currentTarget.value);
      }}
      onKeyDownCapture={(event: KeyboardEvent<HTMLInputElement>) => {
        const { ariaExpanded, value: text } = event.currentTarget;
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        if (ariaExpanded !== 'true' && text === chosen) return;
        event.preventDefault();
        const highlighted = highlightedBy(event.currentTarget);
        if (!highlighted) settle(text);
        else {
          // Mantine forgets which it is where the list has only just been opened by what was typed.
          event.stopPropagation();
          highlighted.click();
        }
      }}
    />
  );
}

function highlightedBy(input: HTMLInputElement): HTMLElement | null {
  const list = document.getElementById(input.getAttribute('aria-controls') ?? '');
  return list?.querySelector<HTMLElement>('[data-combobox-selected]') ?? null;
}

function flat(items: readonly ComboboxParsedItem[]): ComboboxItem[] {
  return items.flatMap((item) => (isOptionsGroup(item) ? item.items : [item]));
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
