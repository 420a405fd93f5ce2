import { type RefObject, useEffect, useRef } from 'react';

/** Takes whoever sent a form to the first field that was refused. `refusal` is another value with every refusal. */
export function useFocusOnRefusal(refusal: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);
  return form;
}
