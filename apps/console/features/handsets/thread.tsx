import type { SandboxMessage } from '@belfry/sdk';
import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatDate } from '../../time/format-instant.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { byDay } from './domain/day-breaks.ts';
import type { OwnedHandset } from './domain/join-handsets.ts';
import classes from './handset.module.css';
import { threadQuery } from './handsets-query.ts';
import { Bubble, Mail } from './message.tsx';

interface ThreadProps {
  handset: OwnedHandset;
  zone: string;
}

export function Thread({ handset, zone }: ThreadProps) {
  const t = useTranslations('phones');
  const locale = useLocale();
  const nowMs = useNowMs();
  const thread = useQuery(threadQuery(handset.address));
  const view = useNewestInView(thread.data?.at(-1)?.id);
  return (
    <div
      className={classes['thread']}
      ref={view}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard
      tabIndex={0}
      role="log"
      aria-label={t('threadOf', { address: handset.address })}
    >
      <Loaded query={thread} skeleton={<ThreadSkeleton />}>
        {(messages) =>
          messages.length === 0 ? (
            <p className={classes['empty']}>{t('emptyThread')}</p>
          ) : (
            byDay(messages, zone).map((day) => (
              <section key={day.date}>
                <p className={classes['day']}>
                  {formatDate(Date.parse(day.messages[0]?.at ?? ''), zone, locale, nowMs)}
                </p>
                <ol>
                  {day.messages.map((message) => (
                    <Message key={message.id} message={message} zone={zone} />
                  ))}
                </ol>
              </section>
            ))
          )
        }
      </Loaded>
    </div>
  );
}

function Message({ message, zone }: { message: SandboxMessage; zone: string }) {
  return message.channel === 'email' ? (
    <Mail message={message} zone={zone} />
  ) : (
    <Bubble message={message} zone={zone} />
  );
}

/** A phone shows its newest message without being asked. */
function useNewestInView(newest: string | undefined) {
  const view = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when another message has become the newest
  useEffect(() => {
    view.current?.scrollTo({ top: view.current.scrollHeight });
  }, [newest]);
  return view;
}

function ThreadSkeleton() {
  return (
    <Stack gap="sm">
      <Skeleton height={56} width="80%" radius="lg" />
      <Skeleton height={40} width="50%" radius="lg" />
    </Stack>
  );
}
