import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemNote } from '../ui/problem-note.tsx';
import { ClockProvider } from './clock.tsx';
import { LiveProvider } from './live.tsx';
import { meQuery } from './me.ts';
import { isSignedOut } from './query-client.ts';
import { SignInPage } from './sign-in-page.tsx';

/** Nothing behind it is asked for, and no stream is opened, before it is known who asks. */
export function SignInGate({ children }: { children: ReactNode }) {
  const t = useTranslations('app');
  const me = useQuery(meQuery);
  if (isSignedOut(me.error)) return <SignInPage />;
  if (me.data) {
    return (
      <ClockProvider>
        <LiveProvider>{children}</LiveProvider>
      </ClockProvider>
    );
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      {me.isError ? (
        <ProblemNote error={me.error} onRetry={() => void me.refetch()} />
      ) : (
        <Loader aria-label={t('loading')} role="status" />
      )}
    </Center>
  );
}
