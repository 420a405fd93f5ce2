import { useTranslations } from 'use-intl';
import { showNotice } from '../app/notices.tsx';

interface Notice {
  tone: 'good' | 'warning' | 'bad';
  title: string;
  message: string;
}

const colors = { good: 'green', warning: 'yellow', bad: 'red' };

/** Says in passing what an action did. What did not go as it was meant to stays until somebody has closed it. */
export function useNotify(): (notice: Notice) => void {
  const t = useTranslations('app');
  return ({ tone, title, message }) => {
    void showNotice({
      title,
      message,
      color: colors[tone],
      ...(tone === 'good' ? {} : { autoClose: false }),
      closeButtonProps: { 'aria-label': t('dismiss') },
    });
  };
}
