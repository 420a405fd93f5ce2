import {
  type Author,
  type NotBefore,
  type Outdated,
  readReachedSlots,
  type Said,
  type Terms,
  type Unsaid,
  type Unwritten,
  type Words,
} from '@belfry/engine/module';
import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { dateOf, greetingId } from '../domain/greetings-of.ts';
import { isSamePerson } from '../domain/is-same-person.ts';
import { type Greetable, judgeGreeting } from '../domain/judge-greeting.ts';
import { usualKinds } from '../domain/kind.ts';
import type { Settings } from '../domain/settings.ts';
import {
  chooseTemplate,
  type Rendered,
  renderTemplate,
  type Template,
  type TemplateFacts,
  type Unrendered,
} from '../domain/template.ts';
import { plainTemplate, usualTemplatesOf } from '../domain/usual-templates.ts';
import { readTemplatesOf, templateKey } from '../store/pg-templates.ts';
import { type Profile, readOccasionsNow, readPredecessors, readProfiles } from '../store/pg-words.ts';

/**
 * Writes each greeting from its person and its template as they stand when it is sent, and withholds what is not to be sent by what
 * holds then.
 */
export const greetingsAuthor: Author = {
  async write(tx, unsaid, now) {
    const profiles = await readProfiles(tx, unique(unsaid.map(({ personId }) => personId)));
    const words = await readWords(tx, unsaid);
    const again = await greetedAgain(tx, unsaid, { profiles, words });
    const say = (one: Unsaid): Said => {
      const profile = profiles.get(one.personId);
      if (!profile) return unwritable('The person is not known.');
      const judged = judge(one, profile, words, now);
      if (!('on' in judged)) return judged;
      return again.has(one.occId) ? alreadyGreeted : writeOne({ ...one, day: judged.on }, profile, words);
    };
    return {
      said: new Map(unsaid.map((one) => [one.occId, say(one)])),
      terms: new Map([...words.occasions].map(([tenantId, { settings }]) => [tenantId, termsIn(settings)])),
    };
  },

  async terms(db, tenantId) {
    const occasions = (await readOccasionsNow(db, [tenantId])).get(tenantId);
    return occasions ? termsIn(occasions.settings) : null;
  },
};

function termsIn({ lateLimit, onUnknown }: Settings): Terms {
  return { lateLimit, onUnknown };
}

const alreadyGreeted: Words = {
  withheld: {
    status: 'suppressed',
    code: 'greeting.had-already',
    reason: 'This address had this greeting this year, as that of a person who has been removed since.',
  },
};

function unwritable(reason: string): Words {
  return { withheld: { status: 'failed', code: 'greeting.unwritable', reason } };
}

/** Facts that were read a moment apart agree when they are read again. */
const readAgainWithin = Temporal.Duration.from({ minutes: 1 });

/**
 * A first turn that is planned by what no longer holds is left to the plan that follows, so that the year is not spent under another
 * day. With no change under way there is none to come: then what holds decides here.
 */
function judge(
  one: Unsaid,
  person: Profile,
  { occasions }: Source,
  now: Temporal.Instant,
): Greetable | NotBefore | Unwritten | Outdated {
  const its = occasions.get(one.tenantId);
  if (!its) return { on: one.day };
  const asked = { occasions: its, kind: one.kind, person, year: Number(one.slot), day: one.day };
  const judged = judgeGreeting(asked, now);
  if (one.seq > 0 || ('on' in judged && judged.on === one.day)) return judged;
  const isFollowed = its.isBeingRevised || compareInstants(now, one.dueAt.add(readAgainWithin)) < 0;
  return isFollowed ? { isOutdated: true } : judged;
}

type Source = Awaited<ReturnType<typeof readWords>>;

async function readWords(tx: Tx, unsaid: readonly Unsaid[]) {
  const tenantIds = unique(unsaid.map(({ tenantId }) => tenantId));
  const chosen = new Map<string, Template>();
  return { templates: await readTemplatesOf(tx, tenantIds), occasions: await readOccasionsNow(tx, tenantIds), chosen };
}

function writeOne({ tenantId, kind: name, slot, day }: Unsaid, profile: Profile, source: Source): Words {
  const kind = { name, ...kindOf(source, tenantId, name) };
  const template = templateFor(source, { key: templateKey(tenantId, name), kind: name, locale: profile.locale });
  const { words } = wordsFor({ template, kind, profile, year: Number(slot), day });
  return 'reason' in words ? unwritable(`Its ${words.field} ${words.reason}.`) : words;
}

interface Wanted {
  template: Pick<Template, 'subject' | 'text'>;
  kind: { name: string; title: string; field: string };
  profile: Profile;
  year: number;
  /** YYYY-MM-DD */
  day: string;
}

/** What somebody is told, and by how many years; the preview of it too. */
export function wordsFor(wanted: Wanted): { words: Rendered | Unrendered; years: number } {
  const { template, profile, year, day } = wanted;
  const { name, title, field } = wanted.kind;
  const date = dateOf(profile, field);
  const years = date === null ? 0 : Math.max(0, year - Number.parseInt(date, 10));
  const facts = { person: personOf(profile), kind: { name, title }, years, year, date: day };
  return { words: renderTemplate(template, facts), years };
}

function kindOf({ occasions }: Source, tenantId: TenantId, name: string): { title: string; field: string } {
  const kinds = occasions.get(tenantId)?.kinds ?? usualKinds;
  return kinds.find((kind) => kind.name === name) ?? { title: name, field: '' };
}

/** Many read the same. */
function templateFor({ templates, chosen }: Source, of: { key: string; kind: string; locale: string }): Template {
  const { key, kind, locale } = of;
  const before = chosen.get(`${key} ${locale}`);
  if (before) return before;
  const template = chooseTemplate(templates.get(key) ?? [], usualTemplatesOf(kind), locale) ?? plainTemplate(kind);
  chosen.set(`${key} ${locale}`, template);
  return template;
}

function personOf({ name, firstName, lastName, city, country, locale }: Profile): TemplateFacts['person'] {
  const fullName = [firstName, lastName].filter(Boolean).join(' ') || name;
  return {
    ...{ fullName, name, locale },
    ...{ firstName: firstName ?? '', lastName: lastName ?? '', city: city ?? '', country: country ?? '' },
  };
}

/**
 * Whoever was removed and is there again has had theirs: known by an address, and by what `isSamePerson` compares. A try of what
 * has been claimed before is no second greeting.
 */
async function greetedAgain(
  tx: Tx,
  unsaid: readonly Unsaid[],
  { profiles, words }: { profiles: ReadonlyMap<PersonId, Profile>; words: Source },
): Promise<Set<Unsaid['occId']>> {
  const firsts = unsaid.filter(({ isFirst }) => isFirst);
  const predecessors = Map.groupBy(await readPredecessors(tx, firsts), ({ personId }) => personId);
  const before = firsts.flatMap(({ occId, tenantId, personId, kind, slot }) => {
    const { field } = kindOf(words, tenantId, kind);
    const [profile, theirs] = [profiles.get(personId), predecessors.get(personId) ?? []];
    const same = theirs.filter((predecessor) => profile && isSamePerson(predecessor, profile, field));
    return same.map(({ removedId }) => ({
      ...{ occId, tenantId, slot, personId: removedId },
      scheduleId: greetingId(tenantId, removedId, kind),
    }));
  });
  const had = new Set((await readReachedSlots(tx, before)).map(slotKey));
  return new Set(before.filter((one) => had.has(slotKey(one))).map(({ occId }) => occId));
}

const slotKey = ({ scheduleId, slot }: { scheduleId: ScheduleId; slot: string }) => `${scheduleId} ${slot}`;

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
