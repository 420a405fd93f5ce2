import { ActionIcon, Menu } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type CopyableAction, CurlMenuItems } from './curl-menu-items.tsx';

/** For several actions that stand side by side, where an icon beside each would be too much. */
export function CurlMenu({ actions }: { actions: readonly CopyableAction[] }) {
  const t = useTranslations('curl');
  return (
    <Menu position="bottom-end" width={232}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} style={{ flex: 'none' }} aria-label={t('copy')}>
          <IconTerminal2 size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <CurlMenuItems actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}
