import type { ReactNode } from 'react';
import classes from './new-reminder-page.module.css';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes['section']}>
      <legend className={classes['legend']}>{title}</legend>
      {children}
    </fieldset>
  );
}
