import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useKeys } from '../app/keyboard.tsx';
import { KeyHint } from './key-hint.tsx';

interface SearchFieldProps {
  label: string;
  /** From the address, where it is kept. */
  value: string;
  onChange(value: string): void;
}

const PAUSE_MS = 250;

/** A list's search: told on after a pause in typing; «/» goes to it. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const t = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((text: string) => {
    told.current = text;
    onChange(text);
  }, PAUSE_MS);
  // The address was changed by something else: a link, or the way back.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useKeys({ '/': () => input.current?.focus() });
  const change = (text: string) => {
    setTyped(text);
    tell(text.trim());
  };
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      autoComplete="off"
      maxLength={200}
      leftSection={<IconSearch size={16} />}
      rightSection={
        typed === '' ? (
          <KeyHint name="/" />
        ) : (
          <CloseButton size="sm" aria-label={t('clear')} onClick={() => change('')} />
        )
      }
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
