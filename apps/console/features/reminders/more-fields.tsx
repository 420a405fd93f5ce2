import { Button, Collapse, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';

interface MoreFieldsProps {
  title: string;
  /** Opened from the start where something in it has been set. */
  isSet: boolean;
  children: ReactNode;
}

/** Fields that most people never need: there, and out of the way. */
export function MoreFields({ title, isSet, children }: MoreFieldsProps) {
  const [isOpen, { toggle }] = useDisclosure(isSet);
  const id = useId();
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        aria-expanded={isOpen}
        aria-controls={id}
        leftSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={toggle}
      >
        {title}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && (
          <Stack gap="md" pt="sm">
            {children}
          </Stack>
        )}
      </Collapse>
    </div>
  );
}
