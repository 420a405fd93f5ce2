import { contactChannels } from '@belfry/people';
import { inTenant } from '@belfry/platform/database';
import { idText } from '@belfry/platform/http/answer-fields';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import {
  lockTenantSettings,
  readTenantSettings,
  updateTenantSettings,
  type VersionedSettings,
} from '../store/policies/pg-tenant-settings.ts';
import { settleWideFact } from '../usecases/actions/settle-wide-fact.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';

const tags = ['Settings'];
const mostPerHour = 1000;
const mostPerSecond = 100_000;

const fields = {
  delivery: z.enum(['active', 'disabled']).meta({
    description: 'disabled: nothing is sent to anybody; everything is recorded, as suppressed.',
  }),
  throttlePerHour: z.int().min(1).max(mostPerHour).nullable().meta({
    description: 'At most so many contacts of low or medium importance for one person in an hour; null: any number.',
  }),
  ratesPerSecond: z.partialRecord(z.enum(contactChannels), z.int().min(1).max(mostPerSecond)).meta({
    description:
      'At most so many messages a second, by channel; what is over it waits, and holds up nobody else. A channel that is absent: any number.',
  }),
};

const settingsEdit = z
  .strictObject({
    delivery: fields.delivery.optional(),
    throttlePerHour: fields.throttlePerHour.optional(),
    ratesPerSecond: fields.ratesPerSecond.optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must name a setting to change')
  .meta({ id: 'SettingsEdit' });

const answerFields = { ...fields, version: z.int().meta({ description: 'Counts edits; the ETag.' }) };

const settingsAnswer = z.object(answerFields).meta({ id: 'Settings' });

const editedAnswer = z
  .object({
    ...answerFields,
    couldNotStop: z
      .array(
        z.object({
          occurrenceId: idText,
          attemptId: z.string(),
          personId: idText,
          channel: z.string(),
          address: z.string(),
        }),
      )
      .meta({ description: 'Calls that were under way when delivery was disabled and had not ended in time.' }),
  })
  .meta({ id: 'EditedSettings' });

export function addSettingsRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock, partitions, drainWithinMs, onChange } = options;

  app.route({
    method: 'GET',
    url: '/v1/settings',
    schema: { tags, summary: 'Read what holds for all of the people', response: { 200: settingsAnswer } },
    handler: async (request, reply) => {
      const settings = await inTenant(pool, request.principal.tenantId, readTenantSettings);
      return reply.header('etag', entityTag(settings.version)).send(settings);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/settings',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Change them; once delivery is disabled and this has answered, nothing leaves any more',
      body: settingsEdit,
      response: { 200: editedAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const settings = await inTenant(pool, tenantId, async (tx) => {
        const before = await lockTenantSettings(tx, tenantId);
        requireVersion(request, before.version);
        const {
          delivery = before.delivery,
          throttlePerHour = before.throttlePerHour,
          ratesPerSecond = before.ratesPerSecond,
        } = request.body;
        const after: VersionedSettings = { delivery, throttlePerHour, ratesPerSecond, version: before.version + 1 };
        await updateTenantSettings(tx, tenantId, after);
        return after;
      });
      onChange(tenantId, 'settings', tenantId);
      const wide = { pool, partitions, clock, tenantId, fact: { tenant: true }, close: null } as const;
      const { couldNotStop } =
        settings.delivery === 'disabled'
          ? await settleWideFact({
              ...{ ...wide, withinMs: drainWithinMs },
              onChange: (of, id) => onChange(of, 'occurrences', id),
            })
          : { couldNotStop: [] };
      return reply.header('etag', entityTag(settings.version)).send({ ...settings, couldNotStop });
    },
  });
}
