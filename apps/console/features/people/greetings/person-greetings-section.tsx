import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { greetingMessages } from '../../../messages/en/greetings.ts';
import { Section } from '../../../ui/section.tsx';
import { withWords } from '../../../ui/with-words.tsx';
import { PersonGreetingsForm, type PersonGreetingsFormProps } from './person-greetings-form.tsx';

export const PersonGreetingsSection = withWords(
  greetingMessages,
  function PersonGreetingsSection(props: PersonGreetingsFormProps) {
    const t = useTranslations('personGreetings');
    const element = useRef<HTMLDivElement>(null);
    // It comes after the page, which the browser has scrolled by then.
    useEffect(() => {
      if (location.hash === '#greetings') element.current?.scrollIntoView();
    }, []);
    return (
      <div id="greetings" ref={element}>
        <Section title={t('title')} hint={t('hint')}>
          <PersonGreetingsForm {...props} />
        </Section>
      </div>
    );
  },
);
