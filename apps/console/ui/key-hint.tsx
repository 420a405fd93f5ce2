import classes from './key-hint.module.css';

/** The key that does the same as the button; not where there are no keys. */
export function KeyHint({ name }: { name: string }) {
  return (
    <span className={classes['key']} aria-hidden="true">
      {name}
    </span>
  );
}
