import { useTranslations } from 'use-intl';
import { showNotice } from '../app/notices.tsx';

interface Notice {
  tone: 'good' | 'warning' | 'bad';
  title: string;
  message: string;
}

const colors = { good: 'green', warning: 'yellow', bad: 'red' };

/** Says in passing what an action did. What must not be missed stands on the page instead. */
export function useNotify(): (notice: Notice) => void {
  const t = useTranslations('app');
  return ({ tone, title, message }) => {
    void showNotice({ title, message, color: colors[tone], closeButtonProps: { 'aria-label': t('dismiss') } });
  };
}
