import { Kbd, Modal, Stack, Switch, Table, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useKeyboard } from './keyboard.tsx';

const everywhere = [
  ['?', 'help'],
  ['c', 'create'],
] as const;
const inLists = [
  ['j', 'next'],
  ['k', 'previous'],
  ['⏎', 'open'],
  ['/', 'search'],
] as const;
const onAPage = [['e', 'edit']] as const;
const onAnOccurrence = [
  ['a', 'acknowledge'],
  ['d', 'done'],
  ['s', 'snooze'],
  ['x', 'skip'],
] as const;
const inThePlayground = [['␣', 'play']] as const;

/** The keys that exist, and the switch that turns them off. */
export function KeyboardHelpDialog() {
  const t = useTranslations('keys');
  const { isHelpOpen, closeHelp, areKeysOn, setKeysOn } = useKeyboard();
  return (
    <Modal opened={isHelpOpen} onClose={closeHelp} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="md">
        <Keys title={t('everywhere')} keys={everywhere} />
        <Keys title={t('inLists')} keys={inLists} />
        <Keys title={t('onAPage')} keys={onAPage} />
        <Keys title={t('onAnOccurrence')} keys={onAnOccurrence} />
        <Keys title={t('inThePlayground')} keys={inThePlayground} />
        <Switch
          label={t('on')}
          description={t('onWhy')}
          checked={areKeysOn}
          onChange={(event) => setKeysOn(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
}

type KeyName = (
  | typeof everywhere
  | typeof inLists
  | typeof onAPage
  | typeof onAnOccurrence
  | typeof inThePlayground
)[number][1];

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, KeyName])[] }) {
  const t = useTranslations('keys');
  return (
    <section>
      <Title order={3}>{title}</Title>
      <Table withRowBorders={false} verticalSpacing={4} horizontalSpacing={0}>
        <Table.Tbody>
          {keys.map(([key, name]) => (
            <Table.Tr key={key}>
              <Table.Th w={56} scope="row">
                <Kbd>{key}</Kbd>
              </Table.Th>
              <Table.Td>{t(name)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
