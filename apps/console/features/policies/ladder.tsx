import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../time/duration.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { Instant } from '../../ui/instant.tsx';
import type { PreviewContact, PreviewRung } from './domain/preview-ladder.ts';
import classes from './ladder.module.css';
import { useAfter } from './use-after.ts';

interface LadderProps {
  rungs: readonly PreviewRung[];
  label: string;
  /** The words of the last line: what becomes of it when the steps have run out. */
  end?: string;
}

/** "What happens if nobody answers", rung by rung: T+ and wall clock, and where it would not get through. */
export function Ladder({ rungs, label, end }: LadderProps) {
  const t = useTranslations('ladder');
  const locale = useLocale();
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
            {rung.message !== null && <div className={classes['at']}>{t('says', { message: rung.message })}</div>}
            {rung.contacts.map((contact) => (
              <Contact key={`${contact.target} ${contact.channel}`} contact={contact} atMs={rung.atMs} />
            ))}
            {rung.repeat && (
              <div className={classes['at']}>
                {t('repeat', { times: rung.repeat.times, every: formatDuration(rung.repeat.everyMs, locale) })}
              </div>
            )}
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
        {channelsOf(contact).map((channel) => (
          <ChannelIcon key={channel} channel={channel} />
        ))}
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

/** Whom it is for decides which of the channels is taken; until that is known, all of them are shown. */
function channelsOf({ person, channel, channels }: PreviewContact): readonly string[] {
  return person === null ? channels : [channel];
}

function useTargetName(): (contact: PreviewContact) => string {
  const t = useTranslations('ladder');
  return ({ person, target }) => {
    if (person) return person.name;
    if (target === 'self') return t('self');
    if (target === 'role:contact') return t('contact');
    return target.startsWith('role:') ? t('role', { role: target.slice('role:'.length) }) : t('someone');
  };
}
