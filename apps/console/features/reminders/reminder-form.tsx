import type { Policy } from '@belfry/sdk';
import { Paper, Stack } from '@mantine/core';
import { useState } from 'react';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { LadderSection } from './ladder-section.tsx';
import classes from './new-reminder-page.module.css';
import { PersonSection } from './person-section.tsx';
import { ReminderPreview } from './reminder-preview.tsx';
import type { ReminderForm } from './use-reminder-form.ts';
import { WhatSection } from './what-section.tsx';
import { WhenSection } from './when-section.tsx';

interface ReminderFormViewProps {
  form: ReminderForm;
  policies: readonly Policy[];
  /** There is nobody yet whom it could be for. */
  isFirst?: boolean;
}

/** The sections on one side; on the other what they will lead to. */
export function ReminderFormView({ form, policies, isFirst = false }: ReminderFormViewProps) {
  const element = useFocusOnRefusal(form.refusal);
  /** Somebody new is half written, within. */
  const [isAdding, setAdding] = useState(false);
  const [isAsked, setAsked] = useState(false);
  return (
    <form
      ref={element}
      className={classes['columns']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // They would be lost, and so would the reminder be for somebody else.
        setAsked(isAdding);
        if (!isAdding) form.submit();
      }}
    >
      <LeaveGuard isDirty={form.isDirty || isAdding} />
      <Stack gap="md">
        {form.isStale && <StaleNote onReload={form.reload} />}
        <Paper p={{ base: 'md', sm: 'lg' }}>
          {!form.isEdit && <PersonSection form={form} isFirst={isFirst} onAdding={{ onDirty: setAdding, isAsked }} />}
          <WhatSection form={form} />
          <WhenSection form={form} />
          <LadderSection form={form} policies={policies} />
        </Paper>
      </Stack>
      <ReminderPreview form={form} policies={policies} />
    </form>
  );
}
