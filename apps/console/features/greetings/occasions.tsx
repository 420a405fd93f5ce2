import type { GreetingKind, GreetingTemplate } from '@belfry/sdk';
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { kindsQuery, templatesQuery } from './greetings-query.ts';
import { KindDialog } from './kind-dialog.tsx';
import { TemplateDialog } from './template-dialog.tsx';

/** On which occasions people are greeted, and with which words. */
export function Occasions() {
  const t = useTranslations('greetings');
  const kinds = useQuery(kindsQuery);
  const templates = useQuery(templatesQuery);
  /** `new`, or the one that is edited. */
  const [kind, editKind] = useState<GreetingKind | 'new' | null>(null);
  const [words, editWords] = useState<{ kind: GreetingKind; template: GreetingTemplate | null } | null>(null);
  // What others make of it meanwhile; one that they have taken away stays as it was, to be refused.
  const kindNow = (one: GreetingKind) => kinds.data?.find(({ name }) => name === one.name) ?? one;
  const templateNow = (one: GreetingTemplate) => templates.data?.find(({ id }) => id === one.id) ?? one;
  return (
    <Section
      title={t('occasions')}
      hint={t('occasionsHint')}
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => editKind('new')}>
          {t('newKind')}
        </Button>
      }
    >
      <Loaded query={kinds} skeleton={<RowSkeletons rows={2} height={84} />}>
        {(known) => (
          <Stack gap="sm">
            {templates.isError && <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />}
            {known.map((one) => (
              <Occasion
                key={one.name}
                kind={one}
                templates={templates.data?.filter((template) => template.kind === one.name)}
                onEdit={() => editKind(one)}
                onWords={(template) => editWords({ kind: one, template })}
              />
            ))}
          </Stack>
        )}
      </Loaded>
      {kind !== null && <KindDialog kind={kind === 'new' ? null : kindNow(kind)} onClose={() => editKind(null)} />}
      {words !== null && (
        <TemplateDialog
          kind={kindNow(words.kind)}
          template={words.template && templateNow(words.template)}
          onClose={() => editWords(null)}
        />
      )}
    </Section>
  );
}

interface OccasionProps {
  kind: GreetingKind;
  /** undefined: not known yet, or not to be had. */
  templates: readonly GreetingTemplate[] | undefined;
  onEdit(): void;
  /** null: new ones. */
  onWords(template: GreetingTemplate | null): void;
}

function Occasion({ kind, templates, onEdit, onWords }: OccasionProps) {
  const t = useTranslations('greetings');
  const field = t('dateOf', { field: kind.field });
  const when = kind.recurrence === 'once' ? t('onceOn', { field }) : t('yearlyOn', { field });
  return (
    <Paper p="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={600}>{kind.title}</Text>
            {!kind.enabled && (
              <Badge variant="light" color="gray">
                {t('off')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {when}
            {kind.sendTime !== null && ` · ${t('at', { time: kind.sendTime })}`}
          </Text>
        </div>
        <Button variant="default" size="xs" onClick={onEdit} aria-label={t('editOf', { title: kind.title })}>
          {t('edit')}
        </Button>
      </Group>
      <Group gap="xs" mt="sm">
        {templates?.map((template) => (
          <Button
            key={template.id}
            variant="light"
            size="xs"
            onClick={() => onWords(template)}
            aria-label={t('wordsIn', { title: kind.title, locale: template.locale })}
          >
            {template.locale}
          </Button>
        ))}
        {templates?.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('usualWords')}
          </Text>
        )}
        <Button variant="subtle" size="xs" leftSection={<IconPlus size={14} />} onClick={() => onWords(null)}>
          {t('addWords')}
        </Button>
      </Group>
    </Paper>
  );
}
