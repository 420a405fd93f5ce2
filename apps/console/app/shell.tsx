import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { UploadGuard } from '../features/people/import/upload-guard.tsx';
import { Page } from '../ui/page.tsx';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { SimulatedBand, SimulatedMark } from '../ui/simulated-mark.tsx';
import { Brand } from './brand.tsx';
import { KeyboardProvider } from './keyboard.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { CutBanner, LiveMark } from './live-mark.tsx';
import { useMe } from './me.ts';
import { PlaceLinks, ThumbLinks } from './place-links.tsx';
import classes from './shell.module.css';
import { Tools } from './tools.tsx';

/** The frame of every page: a column of places on a desk, a bar under the thumb on a phone. */
export function Shell() {
  const t = useTranslations('app');
  const isSandbox = useMe().channels === 'sandbox';
  return (
    <KeyboardProvider>
      <a className={classes['skip']} href="#content">
        {t('skip')}
      </a>
      {isSandbox && <SimulatedBand />}
      <div className={classes['shell']}>
        <aside className={classes['side']} aria-label={t('sidebar')}>
          <div className={classes['brand']}>
            <Brand />
          </div>
          <nav aria-label={t('places')}>
            <PlaceLinks />
          </nav>
          <div className={classes['foot']}>
            <div className={classes['status']}>
              {isSandbox && <SimulatedMark />}
              <LiveMark />
            </div>
            <div className={classes['tools']}>
              <Tools />
            </div>
          </div>
        </aside>
        <section className={classes['top']} aria-label={t('sidebar')}>
          <Brand />
          <div className={classes['topStatus']}>
            {isSandbox && <SimulatedMark />}
            <LiveMark compact />
            <Tools compact />
          </div>
          <CutBanner />
        </section>
        <main className={classes['main']} id="content" tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
        <nav className={classes['bottom']} aria-label={t('places')}>
          <ThumbLinks />
        </nav>
      </div>
      <KeyboardHelp />
      <UploadGuard />
    </KeyboardProvider>
  );
}

function PageSkeleton() {
  const t = useTranslations('app');
  return (
    <Page title={t('loading')}>
      <RowSkeletons rows={4} />
    </Page>
  );
}
