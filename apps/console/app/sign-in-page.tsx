import { Alert, Button, Center, Code, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Brand } from './brand.tsx';
import { meKey } from './me.ts';

/** There is no password: the link that the server printed is the key. */
export function SignInPage() {
  const t = useTranslations('signIn');
  const queries = useQueryClient();
  useDocumentTitle(t('documentTitle'));
  const isExpired = new URLSearchParams(window.location.search).get('signIn') === 'expired';
  const command = (text: React.ReactNode) => <Code>{text}</Code>;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper p="xl" w="100%" maw={460}>
        <Stack gap="md">
          <Brand />
          <Title order={1}>{t('title')}</Title>
          {isExpired && (
            <Alert color="yellow" role="alert" title={t('expiredTitle')}>
              {t('expiredText')}
            </Alert>
          )}
          <Text>{t.rich('printed', { command })}</Text>
          <Text>{t.rich('again', { command })}</Text>
          <Button onClick={() => void queries.invalidateQueries({ queryKey: meKey })}>{t('retry')}</Button>
        </Stack>
      </Paper>
    </Center>
  );
}
