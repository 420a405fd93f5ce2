import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../time/duration.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { Instant } from '../../ui/instant.tsx';
import type { PreviewContact, PreviewRung } from './domain/preview-ladder.ts';
import classes from './ladder.module.css';

interface LadderProps {
  rungs: readonly PreviewRung[];
  label: string;
  /** The words of the last line: what becomes of it when the steps have run out. */
  end?: string;
}

/** "What happens if nobody answers", rung by rung: T+ and wall clock, and where it would not get through. */
export function Ladder({ rungs, label, end }: LadderProps) {
  const after = useAfter();
  return (
    <ol className={classes['ladder']} aria-label={label}>
      {rungs.map((rung) => (
        <li
          key={rung.index}
          className={classes['rung']}
          data-unreachable={rung.contacts.every((contact) => contact.unreachable !== null) || undefined}
        >
          <span className={classes['after']}>{after(rung.afterMs)}</span>
          <span className={classes['dot']} aria-hidden="true" />
          <div>
            {rung.contacts.map((contact) => (
              <Contact key={`${contact.target} ${contact.channel}`} contact={contact} atMs={rung.atMs} />
            ))}
          </div>
        </li>
      ))}
      {end !== undefined && (
        <li className={classes['rung']} data-end>
          <span className={classes['after']} />
          <span className={classes['dot']} aria-hidden="true" />
          <span className={classes['at']}>{end}</span>
        </li>
      )}
    </ol>
  );
}

function Contact({ contact, atMs }: { contact: PreviewContact; atMs: number | null }) {
  const t = useTranslations('ladder');
  const name = useTargetName();
  return (
    <div>
      <div className={classes['contact']}>
        <ChannelIcon channel={contact.channel} />
        <span>{name(contact)}</span>
        {atMs !== null && contact.unreachable === null && (
          <span className={classes['at']}>
            <Instant at={new Date(atMs).toISOString()} zone={contact.person?.timeZone} />
          </span>
        )}
      </div>
      {contact.unreachable !== null && (
        <div className={classes['why']}>
          {t(contact.unreachable, { name: name(contact), channel: contact.channel })}
        </div>
      )}
    </div>
  );
}

function useTargetName(): (contact: PreviewContact) => string {
  const t = useTranslations('ladder');
  return ({ person, target }) => {
    if (person) return person.name;
    if (target === 'self') return t('self');
    return target.startsWith('role:') ? t('role', { role: target.slice('role:'.length) }) : t('someone');
  };
}

function useAfter(): (afterMs: number) => string {
  const t = useTranslations('ladder');
  const locale = useLocale();
  return (afterMs) => (afterMs === 0 ? t('atOnce') : t('after', { duration: formatDuration(afterMs, locale) }));
}
