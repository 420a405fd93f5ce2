import { Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Beside the title: the state of what is shown. */
  mark?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** On a phone the actions stand above the places, where the thumb is. */
  actionsAtThumb?: boolean;
  wide?: boolean;
  children: ReactNode;
}

let isFirstPage = true;

/** A place: its title, what can be done, and the content. After a change of place the focus is on the title. */
export function Page({ title, mark, description, actions, actionsAtThumb = false, wide = false, children }: PageProps) {
  const t = useTranslations('app');
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(t('documentTitle', { title }));
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <div className={classes['page']} data-wide={wide || undefined}>
      <header className={classes['head']}>
        <div className={classes['title']}>
          <div className={classes['heading']}>
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {mark}
          </div>
          {description !== undefined && (
            <Text component="div" c="dimmed" mt={4} size="sm">
              {description}
            </Text>
          )}
        </div>
        {actions !== undefined && (
          <div className={classes['actions']} data-at-thumb={actionsAtThumb || undefined}>
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}
