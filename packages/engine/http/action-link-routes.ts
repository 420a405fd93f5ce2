import { AppError } from '@belfry/kernel/app-error';
import { inTenant } from '@belfry/platform/database';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ActionLink, readActionLink } from '../domain/action-link.ts';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { type ActionRequest, actOnOccurrence } from '../usecases/actions/act-on-occurrence.ts';
import { drain } from '../usecases/actions/drain.ts';
import { prepareAction } from '../usecases/actions/prepare-action.ts';
import { readSnoozeRequest } from '../usecases/actions/read-snooze-request.ts';
import { settleWideFact } from '../usecases/actions/settle-wide-fact.ts';
import { coverReplan } from '../usecases/planning/replan-schedule.ts';
import { type LinkView, readLinkView } from '../usecases/reading/read-link-view.ts';
import { closesFor, manageSchedule, orOver, type ScheduleAction } from '../usecases/schedules/manage-schedule.ts';
import { messagePage, occurrencePage } from './action-link-page.ts';
import { linkHeaders } from './action-link-style.ts';
import { snoozeTimes, textsFor } from './action-link-texts.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';

export interface ActionLinkRoutesOptions extends EngineRoutesOptions {
  /** Of `signActionLink`. */
  secret: string;
}

/** One button of the page: about this time, or about the reminder itself. */
const answer = z.union([
  z.object({ action: z.enum(['complete', 'acknowledge', 'skip', 'cancel']) }),
  z.object({ snooze: z.enum(snoozeTimes) }),
]);
const form = z.union([answer, z.object({ manage: z.enum(['pause', 'resume', 'finish']) })]);

const longestFormBytes = 1024;

/**
 * The page on which an occurrence can be answered without signing in. GET shows and changes nothing, so a mail system
 * that opens every link acknowledges nothing; POST acts, and answers when it is drained. The token is the capability;
 * beside it, browsers tell whether a form came from another site, and then nothing is done.
 */
export async function addActionLinkRoutes(app: HttpServer, options: ActionLinkRoutesOptions): Promise<void> {
  await app.register(async (scope: FastifyInstance) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: longestFormBytes },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const route = { config: { public: true }, schema: { hide: true } };
    scope.get<{ Params: { token: string } }>('/a/:token', route, (request, reply) =>
      withView(options, request, reply, async (_link, view) => sendPage(reply, 200, view)),
    );
    scope.post<{ Params: { token: string } }>('/a/:token', route, (request, reply) => {
      if (request.headers['sec-fetch-site'] === 'cross-site') return send(reply, 403, 'foreign', languageOf(request));
      return withView(options, request, reply, (link, view) => act(options, request, reply, link, view));
    });
  });
}

async function withView(
  { secret, pool, clock }: ActionLinkRoutesOptions,
  request: FastifyRequest<{ Params: { token: string } }>,
  reply: FastifyReply,
  answer: (link: ActionLink, view: LinkView) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const link = readActionLink(secret, request.params.token);
  if (!link) return send(reply, 404, 'unknown', languageOf(request));
  const view = await inTenant(pool, link.tenantId, (tx) => readLinkView(tx, link, clock.now()));
  return view ? answer(link, view) : send(reply, 410, 'gone', languageOf(request));
}

async function act(
  options: ActionLinkRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  link: ActionLink,
  shown: LinkView,
): Promise<FastifyReply> {
  const asked = form.safeParse(request.body);
  const isManaging = asked.success && 'manage' in asked.data;
  // The page shows those buttons to the one whom the reminder is for, and to nobody else.
  if (!asked.success || (isManaging && !shown.schedule)) {
    return sendPage(reply, 400, shown, [textsFor(shown.viewer.locale).noSuchAction]);
  }
  if ('manage' in asked.data) return manage(options, reply, link, shown, asked.data.manage);
  return answerFor(options, reply, link, shown, asked.data);
}

async function answerFor(
  { pool, clock, partitions, fault, drainWithinMs, onChange, onDue }: ActionLinkRoutesOptions,
  reply: FastifyReply,
  link: ActionLink,
  { viewer }: LinkView,
  asked: z.output<typeof answer>,
): Promise<FastifyReply> {
  const texts = textsFor(viewer.locale);
  const now = clock.now();
  await prepareAction({ pool, partitions, tenantId: link.tenantId, occurrence: link, now });
  const actor = { type: 'person', id: link.personId, name: viewer.name, via: 'link' } as const;
  const { view, didChange } = await inTenant(pool, link.tenantId, async (tx) => {
    const action = requestOf(asked, viewer, now);
    const acted = await actOnOccurrence({ tx, occurrence: link, action, actor, now })
      // It has ended by somebody's word meanwhile: the page says by whose.
      .catch(orTooLate);
    const view = await readLinkView(tx, link, now);
    fault('action.before-commit');
    return { view, didChange: acted?.didChange ?? null };
  });
  fault('action.after-commit');
  if (!view) return send(reply, 410, 'gone', viewer.locale);
  if (didChange === null) return sendPage(reply, 409, view, [texts.tooLate]);
  onChange(link.tenantId, 'occurrences', formatOccurrenceId(link.day, link.occId));
  onDue();
  const couldNotStop = await drain(pool, link.tenantId, link, drainWithinMs);
  const notes = [didChange ? texts.did : texts.wasAlready, ...(couldNotStop.length > 0 ? [texts.couldNotStop] : [])];
  return sendPage(reply, 200, view, notes);
}

/** Says it again where it was so already: what it is to be, it is. */
async function manage(
  options: ActionLinkRoutesOptions,
  reply: FastifyReply,
  link: ActionLink,
  { viewer, occurrence: { scheduleId } }: LinkView,
  action: ScheduleAction,
): Promise<FastifyReply> {
  const { pool, clock, partitions, fault, drainWithinMs, onChange, onDue } = options;
  const { tenantId, personId } = link;
  const texts = textsFor(viewer.locale);
  const now = clock.now();
  await coverReplan(partitions, now);
  const managed = await inTenant(pool, tenantId, async (tx) => {
    const schedule = await manageSchedule(tx, { action, tenantId, id: scheduleId, now }).catch(orOver);
    fault('action.before-commit');
    return schedule;
  });
  fault('action.after-commit');
  const close = closesFor(action, { type: 'person', id: personId, name: viewer.name, via: 'link' });
  const settled = managed
    ? await settleWideFact({
        ...{ pool, partitions, clock, tenantId, fact: { scheduleId }, close, withinMs: drainWithinMs },
        onChange: (of, id) => onChange(of, 'occurrences', id),
      })
    : null;
  const view = await inTenant(pool, tenantId, (tx) => readLinkView(tx, link, clock.now()));
  if (!view) return send(reply, 410, 'gone', viewer.locale);
  if (!settled) return sendPage(reply, 409, view, [texts.tooLate]);
  onChange(tenantId, 'schedules', scheduleId);
  onDue();
  const couldNotStop = settled.couldNotStop.length > 0 ? [texts.couldNotStop] : [];
  return sendPage(reply, 200, view, [texts.managed[action], ...couldNotStop]);
}

/** «Tomorrow» is tomorrow where the reader of the page is. */
function requestOf(asked: z.output<typeof answer>, { zone }: LinkView['viewer'], now: Temporal.Instant): ActionRequest {
  if ('action' in asked) return { type: asked.action };
  return { type: 'snooze', until: readSnoozeRequest({ text: asked.snooze }, { now, zone }) };
}

function orTooLate(error: unknown): null {
  if (error instanceof AppError && error.code === 'occurrence.not-actionable') return null;
  throw error;
}

function sendPage(reply: FastifyReply, status: number, view: LinkView, notes: readonly string[] = []): FastifyReply {
  return sendHtml(reply, status, occurrencePage(view, textsFor(view.viewer.locale), notes));
}

function send(reply: FastifyReply, status: number, what: 'gone' | 'unknown' | 'foreign', locale: string): FastifyReply {
  const texts = textsFor(locale);
  return sendHtml(reply, status, messagePage(texts, texts[what]));
}

/** Where nobody is known, the browser's first language. */
function languageOf({ headers }: FastifyRequest): string {
  return headers['accept-language']?.split(',')[0]?.trim() ?? 'en';
}

function sendHtml(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).headers(linkHeaders).type('text/html; charset=utf-8').send(html);
}
