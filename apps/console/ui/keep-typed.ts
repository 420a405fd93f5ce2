/** The form after it has been saved: as it stands there now, and what has been typed since it was sent stays. */
export function keepTyped<Draft extends object>(draft: Draft, sent: Draft, saved: Draft): Draft {
  const typed = Object.entries(draft).filter(([field, value]) => !isSame(value, sent[field as keyof Draft]));
  return { ...saved, ...Object.fromEntries(typed) };
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
