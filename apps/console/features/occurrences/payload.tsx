import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { JsonBlock } from '../../ui/raw-json.tsx';

/** What was sent and what came back, on demand. */
export function Payload({ payloads, of }: { payloads: readonly unknown[]; of: string }) {
  const t = useTranslations('entry');
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  const known = payloads.filter((payload) => payload !== undefined && payload !== null);
  if (known.length === 0) return null;
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={t('payloadOf', { of })}
        leftSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={toggle}
      >
        {t('payload')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && <JsonBlock value={known.length === 1 ? known[0] : known} maxHeight={320} />}
      </Collapse>
    </div>
  );
}
