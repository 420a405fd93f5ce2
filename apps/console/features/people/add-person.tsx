import { useTranslations } from 'use-intl';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { PersonFields } from './person-fields.tsx';
import { usePersonForm } from './use-person-form.ts';

export function AddPerson({ onClose }: { onClose(): void }) {
  const t = useTranslations('people');
  const notify = useNotify();
  const form = usePersonForm((person) => {
    notify({ tone: 'good', title: t('added', { name: person.name }), message: t('addedHint') });
    onClose();
  });
  return (
    <FormDialog
      title={t('add')}
      onClose={onClose}
      verb={t('add')}
      onSubmit={form.submit}
      isPending={form.isPending}
      isDirty={form.isDirty}
      refusal={form.refusal}
      error={form.error}
      call={form.call}
    >
      <PersonFields form={form} />
    </FormDialog>
  );
}
