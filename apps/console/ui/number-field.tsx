import { Text, TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';

interface NumberFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  value: number;
  min?: number;
  max?: number;
  /** Behind the number. */
  suffix?: string;
  onChange(value: number): void;
}

/**
 * A whole number between its bounds. The browser's own field, which every phone has digits for: a formatting one would
 * be 9 KB of the first load of the forms.
 */
export function NumberField({ value, min = 0, max, suffix, onChange, ...rest }: NumberFieldProps) {
  // As it is typed: half a number is none, and what was before stands until there is one.
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string) => {
    setTyped(text);
    const number = Math.round(Number(text));
    if (text.trim() !== '' && Number.isFinite(number)) onChange(Math.min(Math.max(number, min), max ?? number));
  };
  return (
    <TextInput
      rightSection={
        suffix && (
          <Text span size="sm" c="dimmed">
            {suffix}
          </Text>
        )
      }
      rightSectionPointerEvents="none"
      {...rest}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      step={1}
      value={typed ?? String(value)}
      onChange={(event) => take(event.currentTarget.value)}
      onBlur={() => setTyped(null)}
    />
  );
}
