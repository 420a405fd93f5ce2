import type { NewPolicy, Policy } from '@belfry/sdk';
import { minutesToDuration, parseDurationMs } from '../../../time/duration.ts';

type Channel = NewPolicy['steps'][number]['targets'][number]['channels'][number];
export const channels = ['sms', 'email', 'push', 'inbox', 'webhook'] as const satisfies readonly Channel[];

export interface TargetDraft {
  /** Of the form alone. */
  key: number;
  /** `self`, a person's id, `role:…`, or null while nobody has been chosen. */
  person: string | null;
  /** The preferred first; the next where it fails. */
  channels: Channel[];
}

export interface StepDraft {
  key: number;
  afterMinutes: number;
  targets: TargetDraft[];
  /** Empty: the usual words. */
  message: string;
  repeat: { everyMinutes: number; times: number } | null;
}

export interface PolicyDraft {
  name: string;
  steps: StepDraft[];
  fallback: TargetDraft | null;
  repageMinutes: number | null;
  patienceMinutes: number;
  onUnknown: 'again' | 'ask';
}

export type PolicyField = 'name' | 'steps' | 'fallback' | 'repage' | 'patience' | `step ${number}`;

const minuteMs = 60_000;
const USUAL_PATIENCE = 30;

function nextKey(items: readonly { key: number }[]): number {
  return Math.max(0, ...items.map((item) => item.key)) + 1;
}

export function newTarget(others: readonly TargetDraft[], person: string | null = null): TargetDraft {
  return { key: nextKey(others), person, channels: ['sms', 'email'] };
}

/** Ten minutes behind the last; the first reaches the person themself at once. */
export function newStep(others: readonly StepDraft[]): StepDraft {
  const last = others.at(-1);
  const afterMinutes = last ? last.afterMinutes + 10 : 0;
  const targets = [newTarget([], others.length < 2 ? 'self' : null)];
  return { key: nextKey(others), afterMinutes, targets, message: '', repeat: null };
}

export function emptyPolicy(): PolicyDraft {
  const first = newStep([]);
  return {
    ...{ name: '', steps: [first, newStep([first])], fallback: null, repageMinutes: null },
    ...{ patienceMinutes: USUAL_PATIENCE, onUnknown: 'again' },
  };
}

export function toPolicyDraft(policy: Policy): PolicyDraft {
  const target = ({ person, channels: chosen }: Policy['steps'][number]['targets'][number], index: number) => ({
    key: index + 1,
    person,
    channels: channels
      .filter((channel) => chosen.includes(channel))
      .sort((a, b) => chosen.indexOf(a) - chosen.indexOf(b)),
  });
  return {
    name: policy.name,
    steps: policy.steps.map((step, index) => ({
      key: index + 1,
      afterMinutes: minutesOf(step.after),
      targets: step.targets.map(target),
      message: step.message ?? '',
      repeat: step.repeat && { everyMinutes: minutesOf(step.repeat.every), times: step.repeat.times },
    })),
    fallback: policy.fallback && target(policy.fallback, 0),
    repageMinutes: policy.repageAfter === null ? null : minutesOf(policy.repageAfter),
    patienceMinutes: minutesOf(policy.patience),
    onUnknown: policy.onUnknown,
  };
}

function minutesOf(duration: string): number {
  return (parseDurationMs(duration) ?? 0) / minuteMs;
}

export function toNewPolicy(draft: PolicyDraft): NewPolicy {
  return {
    name: draft.name.trim(),
    steps: draft.steps.map(({ afterMinutes, targets, message, repeat }) => ({
      after: toDuration(afterMinutes),
      targets: targets.map(toTarget),
      ...(message.trim() === '' ? {} : { message: message.trim() }),
      ...(repeat ? { repeat: { every: toDuration(repeat.everyMinutes), times: repeat.times } } : {}),
    })),
    ...(draft.fallback ? { fallback: toTarget(draft.fallback) } : {}),
    ...(draft.repageMinutes === null ? {} : { repageAfter: toDuration(draft.repageMinutes) }),
    patience: toDuration(draft.patienceMinutes),
    onUnknown: draft.onUnknown,
  };
}

/** What is no whole number of minutes was set by the API, and is kept to the second. */
function toDuration(minutes: number): string {
  return Number.isInteger(minutes) ? minutesToDuration(minutes) : `PT${Math.round(minutes * 60)}S`;
}

function toTarget({ person, channels: chosen }: TargetDraft) {
  return { person: person ?? '', channels: chosen };
}

/** The field of the form that an error's path speaks of. */
export function policyDraftFieldOf(path: string): PolicyField | null {
  const [first, index] = path.split('.');
  if (first === 'name' || first === 'fallback' || first === 'patience') return first;
  if (first === 'repageAfter') return 'repage';
  if (first !== 'steps') return null;
  return index === undefined ? 'steps' : `step ${Number(index)}`;
}

/** What an error of a field was said of: once that has changed, the error is out of date. */
export function partOfPolicy(draft: PolicyDraft, field: PolicyField): unknown {
  if (field === 'repage') return draft.repageMinutes;
  if (field === 'patience') return draft.patienceMinutes;
  if (field === 'name' || field === 'steps' || field === 'fallback') return draft[field];
  return draft.steps[Number(field.slice('step '.length))];
}

/** What keeps a draft from being previewed: somebody who has not been chosen, or a target without a channel. */
export function isWhole({ steps, fallback }: PolicyDraft): boolean {
  const targets = [...steps.flatMap((step) => step.targets), ...(fallback ? [fallback] : [])];
  return targets.every((target) => target.person !== null && target.channels.length > 0);
}
