import { Button } from '@mantine/core';
import { IconCopy, IconMessageOff, IconSkull } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import classes from './break-it.module.css';
import { CopyCurl } from './copy-curl.tsx';
import { duplicateCallbacks, failTexts, killEngine } from './domain/calls.ts';
import type { Call } from './domain/curl.ts';
import { EngineMark } from './engine-mark.tsx';
import { useScene } from './scene-context.ts';
import { useCalls } from './use-call.ts';

/** Real harm: the process is killed, the network refuses, the callbacks come twice. */
export function BreakIt() {
  const t = useTranslations('playground.break');
  const { daughter } = useScene().household;
  return (
    <section className={classes['break']} aria-labelledby="break-it">
      <header>
        <h2 id="break-it">{t('title')}</h2>
        <EngineMark />
      </header>
      <Harm call={killEngine} label={t('killEngine')} what={t('killEngineWhat')} icon={<IconSkull size={16} />} />
      <Harm
        call={failTexts(daughter)}
        label={t('failSms')}
        what={t('failSmsWhat')}
        icon={<IconMessageOff size={16} />}
      />
      <Harm call={duplicateCallbacks} label={t('duplicate')} what={t('duplicateWhat')} icon={<IconCopy size={16} />} />
    </section>
  );
}

interface HarmProps {
  call: Call;
  label: string;
  what: string;
  icon: ReactNode;
}

function Harm({ call, label, what, icon }: HarmProps) {
  const calls = useCalls();
  return (
    <div className={classes['harm']}>
      <Button
        variant="default"
        justify="flex-start"
        leftSection={icon}
        loading={calls.isPending}
        onClick={() => calls.mutate([call])}
      >
        {label}
      </Button>
      <span>{what}</span>
      <CopyCurl calls={[call]} of={label} />
    </div>
  );
}
