import { IconMapPinOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../ui/links.tsx';
import { Nothing } from '../ui/nothing.tsx';
import { Page } from '../ui/page.tsx';

export function NotFoundPage() {
  const t = useTranslations('notFound');
  return (
    <Page title={t('title')}>
      <Nothing
        icon={<IconMapPinOff size={32} stroke={1.5} />}
        title={t('nothing')}
        hint={t('hint')}
        action={<LinkButton to="/">{t('home')}</LinkButton>}
      />
    </Page>
  );
}
