import { Menu, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Place } from './places.ts';
import classes from './shell.module.css';

/** The places that have no room under the thumb; open as soon as it is there. */
export function MorePlacesMenu({ others, isHere }: { others: readonly Place[]; isHere: boolean }) {
  const t = useTranslations('place');
  return (
    <Menu position="top-end" width={208} defaultOpened>
      <Menu.Target>
        <UnstyledButton className={classes['place'] ?? ''} aria-current={isHere ? 'page' : undefined}>
          <IconDots size={20} stroke={1.6} aria-hidden="true" />
          <span>{t('more')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((place) => (
          <Menu.Item key={place.to} component={Link} to={place.to} leftSection={<place.icon size={18} stroke={1.6} />}>
            {t(place.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
