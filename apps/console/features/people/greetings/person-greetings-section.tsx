import { useTranslations } from 'use-intl';
import { greetingMessages } from '../../../messages/en/greetings.ts';
import { Section } from '../../../ui/section.tsx';
import { withWords } from '../../../ui/with-words.tsx';
import { PersonGreetingsForm, type PersonGreetingsFormProps } from './person-greetings-form.tsx';

export const PersonGreetingsSection = withWords(
  greetingMessages,
  function PersonGreetingsSection(props: PersonGreetingsFormProps) {
    const t = useTranslations('personGreetings');
    return (
      <Section title={t('title')} hint={t('hint')}>
        <PersonGreetingsForm {...props} />
      </Section>
    );
  },
);
