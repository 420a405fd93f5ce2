CREATE SCHEMA "eventlog";
--> statement-breakpoint
CREATE TABLE "channels"."inbox_message" (
	"attempt" text PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"occurrence_id" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "channels"."inbox_message" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."dead_letter" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"occ_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"target" smallint NOT NULL,
	"schedule_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"code" text,
	"reason" text,
	"at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"resolved_at" timestamp with time zone,
	"actor" jsonb,
	"note" text
);
--> statement-breakpoint
ALTER TABLE "engine"."dead_letter" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."holiday_calendar" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"days" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."holiday_calendar" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."replan_task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"after_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."replan_task" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."tenant_setting" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"delivery" text DEFAULT 'active' NOT NULL,
	"throttle_per_hour" smallint,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."tenant_setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."throttle_entry" (
	"tenant_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"occ_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"target" smallint NOT NULL,
	"day" date NOT NULL,
	"digest_occ_id" uuid,
	"title" text NOT NULL,
	CONSTRAINT "throttle_entry_tenant_id_person_id_at_occ_id_seq_target_pk" PRIMARY KEY("tenant_id","person_id","at","occ_id","seq","target")
);
--> statement-breakpoint
ALTER TABLE "engine"."throttle_entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "eventlog"."event" (
	"tenant_id" uuid NOT NULL,
	"trace_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"month" date NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"causation_id" text,
	"correlation_id" text,
	"payload" jsonb NOT NULL,
	CONSTRAINT "event_tenant_id_trace_id_sequence_month_pk" PRIMARY KEY("tenant_id","trace_id","sequence","month")
) PARTITION BY RANGE ("month");
--> statement-breakpoint
ALTER TABLE "eventlog"."event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "eventlog"."trace" (
	"tenant_id" uuid NOT NULL,
	"trace_id" text NOT NULL,
	"month" date NOT NULL,
	"last_sequence" integer NOT NULL,
	CONSTRAINT "trace_tenant_id_trace_id_pk" PRIMARY KEY("tenant_id","trace_id")
);
--> statement-breakpoint
ALTER TABLE "eventlog"."trace" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people"."consent_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"channel" text,
	"address" text,
	"person_id" uuid,
	"relationship_id" uuid,
	"actor" jsonb NOT NULL,
	"evidence" text
);
--> statement-breakpoint
ALTER TABLE "people"."consent_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people"."opt_out" (
	"tenant_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "opt_out_tenant_id_channel_address_pk" PRIMARY KEY("tenant_id","channel","address")
);
--> statement-breakpoint
ALTER TABLE "people"."opt_out" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people"."relationship" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"related_person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"permissions" jsonb NOT NULL,
	"consent" text NOT NULL,
	"priority" integer NOT NULL,
	"privacy" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "people"."relationship" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sandbox"."network_chaos" (
	"is_the_one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"seed" text NOT NULL,
	"chaos" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "network_chaos_is_one" CHECK (is_the_one)
);
--> statement-breakpoint
CREATE TABLE "sandbox"."push_subscription" (
	"endpoint" text PRIMARY KEY NOT NULL,
	"private_key" text NOT NULL,
	"public_key" text NOT NULL,
	"auth_secret" text NOT NULL,
	"application_server_key" text
);
--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" DROP CONSTRAINT "delivery_kind";--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" DROP CONSTRAINT "delivery_status";--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" DROP CONSTRAINT "delivery_outcome";--> statement-breakpoint
ALTER TABLE "sandbox"."handset" DROP CONSTRAINT "handset_channel";--> statement-breakpoint
ALTER TABLE "sandbox"."message" DROP CONSTRAINT "message_channel";--> statement-breakpoint
ALTER TABLE "sandbox"."message" DROP CONSTRAINT "message_status";--> statement-breakpoint
DROP INDEX "engine"."schedule_recurring";--> statement-breakpoint
ALTER TABLE "channels"."inbound_message" ADD COLUMN "idle_reply_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "engine"."open_contact" ADD COLUMN "number" smallint;--> statement-breakpoint
ALTER TABLE "engine"."open_occurrence" ADD COLUMN "schedule_id" uuid;--> statement-breakpoint
ALTER TABLE "engine"."open_occurrence" ADD COLUMN "person_id" uuid;--> statement-breakpoint
UPDATE "engine"."open_occurrence" o SET "schedule_id" = t."schedule_id", "person_id" = t."person_id"
FROM "engine"."turn" t WHERE t."day" = o."day" AND t."occ_id" = o."occ_id" AND t."seq" = 0;--> statement-breakpoint
ALTER TABLE "engine"."open_occurrence" ALTER COLUMN "schedule_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."open_occurrence" ALTER COLUMN "person_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."outcome" ADD COLUMN "follow_up" text;--> statement-breakpoint
ALTER TABLE "engine"."outcome" ADD COLUMN "follow_up_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "engine"."schedule" ADD COLUMN "timing_since" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."schedule" ADD COLUMN "idle_until" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."schedule" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."shard" ADD COLUMN "tz_version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."turn" ADD COLUMN "repeats_taken" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."turn" ADD COLUMN "round" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."contact_point" ADD COLUMN "settings" jsonb;--> statement-breakpoint
ALTER TABLE "people"."person" ADD COLUMN "quiet_hours" jsonb;--> statement-breakpoint
ALTER TABLE "people"."person" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD COLUMN "error_code" integer;--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD COLUMN "act" jsonb;--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD COLUMN "is_forged" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD COLUMN "label" text;--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD COLUMN "persona_settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD COLUMN "secret" text;--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD COLUMN "is_opted_out" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD COLUMN "draws" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD COLUMN "headers" jsonb;--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD COLUMN "method" text;--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD COLUMN "payload" text;--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD COLUMN "messaging_service_sid" text;--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD COLUMN "opt_out_type" text;--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD COLUMN "struck" jsonb DEFAULT '{"faults":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."relationship" ADD CONSTRAINT "relationship_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "people"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."relationship" ADD CONSTRAINT "relationship_related_person_id_person_id_fk" FOREIGN KEY ("related_person_id") REFERENCES "people"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbox_message_by_person" ON "channels"."inbox_message" USING btree ("tenant_id","person_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letter_of_attempt" ON "engine"."dead_letter" USING btree ("day","occ_id","seq","target");--> statement-breakpoint
CREATE INDEX "dead_letter_by_tenant" ON "engine"."dead_letter" USING btree ("tenant_id","state","at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "holiday_calendar_by_name" ON "engine"."holiday_calendar" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "throttle_entry_by_digest" ON "engine"."throttle_entry" USING btree ("digest_occ_id");--> statement-breakpoint
CREATE UNIQUE INDEX "event_id_once" ON "eventlog"."event" USING btree ("tenant_id","trace_id","id","month");--> statement-breakpoint
CREATE INDEX "event_by_time" ON "eventlog"."event" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "event_by_type" ON "eventlog"."event" USING btree ("tenant_id","type","at");--> statement-breakpoint
CREATE INDEX "consent_event_by_person" ON "people"."consent_event" USING btree ("tenant_id","person_id","at");--> statement-breakpoint
CREATE INDEX "consent_event_by_relationship" ON "people"."consent_event" USING btree ("relationship_id","at");--> statement-breakpoint
CREATE INDEX "opt_out_by_address" ON "people"."opt_out" USING btree ("channel","address");--> statement-breakpoint
CREATE UNIQUE INDEX "relationship_once" ON "people"."relationship" USING btree ("person_id","related_person_id","role") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "relationship_by_related" ON "people"."relationship" USING btree ("related_person_id");--> statement-breakpoint
CREATE INDEX "inbound_message_idle" ON "channels"."inbound_message" USING btree ("from_address","idle_reply_at") WHERE idle_reply_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "open_occurrence_by_schedule" ON "engine"."open_occurrence" USING btree ("tenant_id","schedule_id");--> statement-breakpoint
CREATE INDEX "open_occurrence_by_person" ON "engine"."open_occurrence" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "message_answers" ON "sandbox"."message" USING btree ("in_reply_to") WHERE in_reply_to IS NOT NULL;--> statement-breakpoint
CREATE INDEX "schedule_recurring" ON "engine"."schedule" USING btree ("shard","idle_until") WHERE recurring AND paused_at IS NULL AND finished_at IS NULL AND deleted_at IS NULL;--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_has_status" CHECK ((kind IN ('progress', 'status-callback')) = (status IS NOT NULL));--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_has_act" CHECK ((kind IN ('reply', 'link')) = (act IS NOT NULL));--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_outcome_word" CHECK (outcome IN ('done', 'refused', 'given-up', 'called-off'));--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_kind" CHECK (kind IN ('progress', 'status-callback', 'inbound-webhook', 'reply', 'link'));--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_status" CHECK (status IN ('sent', 'delivered', 'undelivered', 'failed', 'expired'));--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_outcome" CHECK ((done_at IS NULL) = (outcome IS NULL));--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD CONSTRAINT "handset_persona" CHECK (persona IN ('person', 'ignores', 'answers', 'auto-replies', 'answers-by-link', 'scans-links', 'unreachable', 'unreachable-at-night', 'late-receipts', 'landline', 'full-mailbox', 'unsubscribed', 'responds'));--> statement-breakpoint
ALTER TABLE "sandbox"."handset" ADD CONSTRAINT "handset_channel" CHECK (channel IN ('sms', 'email', 'push', 'webhook'));--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD CONSTRAINT "message_opt_out_type" CHECK (opt_out_type IN ('STOP', 'START', 'HELP'));--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD CONSTRAINT "message_channel" CHECK (channel IN ('sms', 'email', 'push', 'webhook'));--> statement-breakpoint
ALTER TABLE "sandbox"."message" ADD CONSTRAINT "message_status" CHECK (status IN ('accepted', 'queued', 'sent', 'delivered', 'undelivered', 'failed', 'received', 'expired', 'replaced'));--> statement-breakpoint
CREATE POLICY "inbox_message_tenant" ON "channels"."inbox_message" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "inbox_message_engine" ON "channels"."inbox_message" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "dead_letter_tenant" ON "engine"."dead_letter" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "dead_letter_engine" ON "engine"."dead_letter" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "holiday_calendar_tenant" ON "engine"."holiday_calendar" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "holiday_calendar_engine" ON "engine"."holiday_calendar" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "replan_task_tenant" ON "engine"."replan_task" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "replan_task_engine" ON "engine"."replan_task" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant_setting_tenant" ON "engine"."tenant_setting" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_setting_engine" ON "engine"."tenant_setting" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "throttle_entry_tenant" ON "engine"."throttle_entry" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "throttle_entry_engine" ON "engine"."throttle_entry" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "event_tenant" ON "eventlog"."event" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_engine" ON "eventlog"."event" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "trace_tenant" ON "eventlog"."trace" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "trace_engine" ON "eventlog"."trace" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "consent_event_tenant" ON "people"."consent_event" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "consent_event_engine" ON "people"."consent_event" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "opt_out_tenant" ON "people"."opt_out" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "opt_out_engine" ON "people"."opt_out" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "relationship_tenant" ON "people"."relationship" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "relationship_engine" ON "people"."relationship" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);