import { Button, Group } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { CopyCurl } from './curl/copy-curl.tsx';
import type { ApiCall } from './curl/record-calls.ts';

interface SubmitRowProps {
  label: string;
  icon: Icon;
  isPending: boolean;
  call: ApiCall;
  /** The action in its own words, where the label says more. */
  of?: string;
}

/** The end of a form that fills a page: its large button, and what that does for a terminal. */
export function SubmitRow({ label, icon: LabelIcon, isPending, call, of = label }: SubmitRowProps) {
  return (
    <Group gap="sm">
      <Button type="submit" size="md" flex="1 1 auto" loading={isPending} leftSection={<LabelIcon size={18} />}>
        {label}
      </Button>
      <CopyCurl call={call} of={of} size={42} />
    </Group>
  );
}
