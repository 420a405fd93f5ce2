import type { Timeline } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { CopyCurl } from './copy-curl.tsx';
import { replyDone } from './domain/calls.ts';
import { chapterOf } from './domain/tell-story.ts';
import { useScene } from './scene-context.ts';
import classes from './story-line.module.css';

/** What is happening, in a sentence, and what could be done about it. */
export function StoryLine({ timeline }: { timeline: Timeline | null }) {
  const t = useTranslations('playground');
  const { household } = useScene();
  if (!timeline) return null;
  const { occurrence, entries } = timeline;
  if (occurrence.policyId !== household.policyId) return null;
  const chapter = chapterOf(occurrence.state, entries, household);
  const by = entries.findLast(({ type }) => type === 'action')?.personName ?? '';
  const canAnswer = {
    asked: 'grandmother',
    askedAgain: 'grandmother',
    daughter: 'daughter',
    neighbour: 'neighbour',
  } as const;
  const whose = chapter in canAnswer ? household[canAnswer[chapter as keyof typeof canAnswer]] : null;
  return (
    <p className={classes['story']} data-chapter={chapter} aria-live="polite">
      <span>{t(`story.${chapter}`, { by })}</span>
      {whose && <CopyCurl calls={[replyDone(whose)]} of={t('doneAs', { name: whose.name })} />}
    </p>
  );
}
