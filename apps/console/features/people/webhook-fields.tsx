import { PasswordInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { NumberField } from '../../ui/number-field.tsx';
import type { AuthType, WebhookDraft } from './domain/contact-draft.ts';

interface WebhookFieldsProps {
  webhook: WebhookDraft;
  onChange(webhook: WebhookDraft): void;
}

const methods = ['POST', 'PUT'] as const;
const auths = ['none', 'bearer', 'basic', 'header'] as const satisfies readonly AuthType[];

/** How a person's own server wants to be called. */
export function WebhookFields({ webhook, onChange }: WebhookFieldsProps) {
  const t = useTranslations('webhook');
  const change = (patch: Partial<WebhookDraft>) => onChange({ ...webhook, ...patch });
  const { auth } = webhook;
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      <Select
        label={t('method')}
        allowDeselect={false}
        data={[...methods]}
        value={webhook.method}
        onChange={(method) => change({ method: methods.find((known) => known === method) ?? 'POST' })}
      />
      <NumberField
        label={t('timeout')}
        min={1}
        max={60}
        value={webhook.timeoutSeconds}
        onChange={(timeoutSeconds) => change({ timeoutSeconds })}
      />
      <Select
        label={t('auth')}
        allowDeselect={false}
        data={auths.map((type) => ({ value: type, label: t(type) }))}
        value={auth}
        onChange={(type) => change({ auth: auths.find((known) => known === type) ?? 'none', name: '', secret: '' })}
      />
      {(auth === 'basic' || auth === 'header') && (
        <TextInput
          label={t(auth === 'basic' ? 'userName' : 'headerName')}
          required
          autoComplete="off"
          value={webhook.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      )}
      {auth !== 'none' && (
        <PasswordInput
          label={t(`${auth}Secret`)}
          required
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          value={webhook.secret}
          onChange={(event) => change({ secret: event.currentTarget.value })}
        />
      )}
    </SimpleGrid>
  );
}
