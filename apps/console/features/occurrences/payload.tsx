import type { TimelineEntry } from '@belfry/sdk';
import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { JsonBlock } from '../../ui/raw-json.tsx';
import { useEntryWords } from './entry-words.ts';

interface PayloadProps {
  entry: TimelineEntry;
  outcomes: readonly TimelineEntry[];
}

/** What was sent and what came back, on demand. */
export function Payload({ entry, outcomes }: PayloadProps) {
  const t = useTranslations('entry');
  const words = useEntryWords();
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  if (entry.payload === null || entry.type === 'planned') return null;
  const label = entry.type === 'attempt' ? 'sent' : 'details';
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={t(`${label}Of`, { of: words(entry) })}
        leftSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={toggle}
      >
        {t(label)}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && <JsonBlock value={outcomes.length === 0 ? entry : { ...entry, outcomes }} maxHeight={320} />}
      </Collapse>
    </div>
  );
}
