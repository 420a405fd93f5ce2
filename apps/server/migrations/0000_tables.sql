CREATE SCHEMA "platform";
--> statement-breakpoint
CREATE SCHEMA "channels";
--> statement-breakpoint
CREATE SCHEMA "engine";
--> statement-breakpoint
CREATE SCHEMA "people";
--> statement-breakpoint
CREATE SCHEMA "sandbox";
--> statement-breakpoint
CREATE SCHEMA "identity";
--> statement-breakpoint
CREATE TABLE "platform"."idempotency_key" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"body" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_key_tenant_id_key_pk" PRIMARY KEY("tenant_id","key")
);
--> statement-breakpoint
ALTER TABLE "platform"."idempotency_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "platform"."virtual_clock" (
	"single" boolean PRIMARY KEY NOT NULL,
	"now" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channels"."inbound_message" (
	"provider" text NOT NULL,
	"provider_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"from_address" text NOT NULL,
	"to_address" text NOT NULL,
	"text" text NOT NULL,
	"tenant_id" uuid,
	"reply" text,
	CONSTRAINT "inbound_message_provider_provider_id_pk" PRIMARY KEY("provider","provider_id")
);
--> statement-breakpoint
ALTER TABLE "channels"."inbound_message" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."node" (
	"id" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine"."open_contact" (
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"occ_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"day" date NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "open_contact_channel_address_occ_id_pk" PRIMARY KEY("channel","address","occ_id")
);
--> statement-breakpoint
ALTER TABLE "engine"."open_contact" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."open_occurrence" (
	"occ_id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"opened_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."open_occurrence" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."outcome" (
	"day" date NOT NULL,
	"occ_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"target" smallint NOT NULL,
	"n" smallint NOT NULL,
	"tenant_id" uuid NOT NULL,
	"status" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"provider_id" text,
	"code" text,
	"reason" text,
	CONSTRAINT "outcome_day_occ_id_seq_target_n_pk" PRIMARY KEY("day","occ_id","seq","target","n")
) PARTITION BY RANGE ("day");
--> statement-breakpoint
ALTER TABLE "engine"."outcome" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."policy" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "engine"."policy" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."policy_version" (
	"policy_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_version_policy_id_version_pk" PRIMARY KEY("policy_id","version")
);
--> statement-breakpoint
ALTER TABLE "engine"."policy_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."schedule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"shard" smallint NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text,
	"rule" jsonb NOT NULL,
	"recurring" boolean NOT NULL,
	"local_time" text,
	"time_zone" text NOT NULL,
	"policy_id" uuid,
	"importance" text NOT NULL,
	"late_limit" text NOT NULL,
	"timing_rev" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"paused_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "engine"."schedule" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."shard" (
	"id" smallint PRIMARY KEY NOT NULL,
	"owner" text,
	"fence" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"watermark" timestamp with time zone NOT NULL,
	"watermark_xid" bigint NOT NULL,
	"planned_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine"."slot_ledger" (
	"year" smallint NOT NULL,
	"schedule_id" uuid NOT NULL,
	"slot" text NOT NULL,
	CONSTRAINT "slot_ledger_year_schedule_id_slot_pk" PRIMARY KEY("year","schedule_id","slot")
) PARTITION BY RANGE ("year");
--> statement-breakpoint
CREATE TABLE "engine"."turn" (
	"day" date NOT NULL,
	"occ_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"base_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"policy_id" uuid,
	"policy_version" integer,
	"steps_taken" smallint NOT NULL,
	"attempt" smallint NOT NULL,
	"awaits_answer" boolean NOT NULL,
	"contacts" jsonb NOT NULL,
	"reason" text,
	"actor" jsonb,
	CONSTRAINT "turn_day_occ_id_seq_pk" PRIMARY KEY("day","occ_id","seq")
) PARTITION BY RANGE ("day");
--> statement-breakpoint
ALTER TABLE "engine"."turn" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."wakeup" (
	"shard" smallint NOT NULL,
	"lane" smallint NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"occ_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"timing_rev" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"inserted_xid" bigint DEFAULT (pg_current_xact_id()::text::bigint) NOT NULL,
	CONSTRAINT "wakeup_shard_lane_due_at_occ_id_seq_timing_rev_pk" PRIMARY KEY("shard","lane","due_at","occ_id","seq","timing_rev")
) PARTITION BY RANGE ("due_at");
--> statement-breakpoint
ALTER TABLE "engine"."wakeup" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "engine"."wakeup_far" (
	"shard" smallint NOT NULL,
	"lane" smallint NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"occ_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"timing_rev" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "wakeup_far_occ_id_seq_timing_rev_due_at_pk" PRIMARY KEY("occ_id","seq","timing_rev","due_at")
);
--> statement-breakpoint
ALTER TABLE "engine"."wakeup_far" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people"."contact_point" (
	"person_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "people"."contact_point" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people"."person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"first_name" text,
	"last_name" text,
	"time_zone" text NOT NULL,
	"locale" text NOT NULL,
	"birth_date" date,
	"anniversary_date" date,
	"external_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "people"."person" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sandbox"."delivery" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sandbox"."delivery_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"status" text,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp with time zone,
	"last_error" text,
	"done_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "delivery_kind" CHECK (kind IN ('progress', 'status-callback', 'inbound-webhook')),
	CONSTRAINT "delivery_status" CHECK ((kind = 'inbound-webhook') = (status IS NULL) AND status IN ('sent', 'delivered')),
	CONSTRAINT "delivery_outcome" CHECK ((done_at IS NULL) = (outcome IS NULL) AND outcome IN ('done', 'refused', 'given-up'))
);
--> statement-breakpoint
CREATE TABLE "sandbox"."handset" (
	"address" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"persona" text DEFAULT 'person' NOT NULL,
	"chaos" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "handset_channel" CHECK (channel IN ('sms', 'email'))
);
--> statement-breakpoint
CREATE TABLE "sandbox"."message" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sandbox"."message_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"provider_id" text NOT NULL,
	"channel" text NOT NULL,
	"direction" text NOT NULL,
	"from" text NOT NULL,
	"to" text NOT NULL,
	"body" text NOT NULL,
	"subject" text,
	"html" text,
	"status" text NOT NULL,
	"error_code" integer,
	"status_callback_url" text,
	"in_reply_to" bigint,
	"at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "message_channel" CHECK (channel IN ('sms', 'email')),
	CONSTRAINT "message_direction" CHECK (direction IN ('outbound', 'inbound', 'answer')),
	CONSTRAINT "message_status" CHECK (status IN ('queued', 'sent', 'delivered', 'undelivered', 'failed', 'received')),
	CONSTRAINT "message_answers_something" CHECK ((direction = 'answer') = (in_reply_to IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "identity"."account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity"."apikey" (
	"id" uuid PRIMARY KEY NOT NULL,
	"config_id" text DEFAULT 'default' NOT NULL,
	"name" text,
	"start" text,
	"reference_id" uuid NOT NULL,
	"prefix" text,
	"key" text NOT NULL,
	"refill_interval" integer,
	"refill_amount" integer,
	"last_refill_at" timestamp with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	"rate_limit_enabled" boolean DEFAULT false NOT NULL,
	"rate_limit_time_window" integer,
	"rate_limit_max" integer,
	"request_count" integer DEFAULT 0 NOT NULL,
	"remaining" integer,
	"last_request" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"permissions" text,
	"metadata" text,
	CONSTRAINT "apikey_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "identity"."invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"inviter_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity"."member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity"."organization" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"metadata" text,
	CONSTRAINT "organization_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "identity"."session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" uuid NOT NULL,
	"active_organization_id" uuid,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "identity"."user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "identity"."verification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."policy_version" ADD CONSTRAINT "policy_version_policy_id_policy_id_fk" FOREIGN KEY ("policy_id") REFERENCES "engine"."policy"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."contact_point" ADD CONSTRAINT "contact_point_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "people"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sandbox"."delivery" ADD CONSTRAINT "delivery_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "sandbox"."message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "identity"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."apikey" ADD CONSTRAINT "apikey_reference_id_organization_id_fk" FOREIGN KEY ("reference_id") REFERENCES "identity"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."invitation" ADD CONSTRAINT "invitation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "identity"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "identity"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."member" ADD CONSTRAINT "member_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "identity"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "identity"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "identity"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."session" ADD CONSTRAINT "session_active_organization_id_organization_id_fk" FOREIGN KEY ("active_organization_id") REFERENCES "identity"."organization"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "open_contact_by_occurrence" ON "engine"."open_contact" USING btree ("occ_id");--> statement-breakpoint
CREATE INDEX "open_occurrence_by_tenant" ON "engine"."open_occurrence" USING btree ("tenant_id","opened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_by_name" ON "engine"."policy" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "schedule_by_tenant" ON "engine"."schedule" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "schedule_by_person" ON "engine"."schedule" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "schedule_recurring" ON "engine"."schedule" USING btree ("shard") WHERE recurring AND paused_at IS NULL AND finished_at IS NULL AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "turn_by_person" ON "engine"."turn" USING btree ("tenant_id","person_id","at");--> statement-breakpoint
CREATE INDEX "turn_first_by_tenant" ON "engine"."turn" USING btree ("tenant_id","at") WHERE seq = 0;--> statement-breakpoint
CREATE INDEX "wakeup_inserted" ON "engine"."wakeup" USING brin ("inserted_xid");--> statement-breakpoint
CREATE INDEX "wakeup_far_due" ON "engine"."wakeup_far" USING btree ("shard","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "contact_point_by_person" ON "people"."contact_point" USING btree ("person_id","position");--> statement-breakpoint
CREATE INDEX "contact_point_by_address" ON "people"."contact_point" USING btree ("channel","address");--> statement-breakpoint
CREATE INDEX "person_by_tenant" ON "people"."person" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_by_external_id" ON "people"."person" USING btree ("tenant_id","external_id") WHERE external_id IS NOT NULL AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "delivery_open" ON "sandbox"."delivery" USING btree ("due_at","id") WHERE done_at IS NULL;--> statement-breakpoint
CREATE INDEX "delivery_open_of_message" ON "sandbox"."delivery" USING btree ("message_id","id") WHERE done_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "message_sid" ON "sandbox"."message" USING btree ("provider_id") WHERE channel = 'sms';--> statement-breakpoint
CREATE INDEX "message_to" ON "sandbox"."message" USING btree ("to","id");--> statement-breakpoint
CREATE INDEX "message_from" ON "sandbox"."message" USING btree ("from","id");--> statement-breakpoint
CREATE INDEX "account_user" ON "identity"."account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "apikey_reference" ON "identity"."apikey" USING btree ("reference_id");--> statement-breakpoint
CREATE INDEX "apikey_expires" ON "identity"."apikey" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "invitation_organization" ON "identity"."invitation" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitation_email" ON "identity"."invitation" USING btree ("email");--> statement-breakpoint
CREATE INDEX "invitation_inviter" ON "identity"."invitation" USING btree ("inviter_id");--> statement-breakpoint
CREATE UNIQUE INDEX "member_once" ON "identity"."member" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "member_user" ON "identity"."member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "identity"."session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "identity"."verification" USING btree ("identifier");--> statement-breakpoint
CREATE POLICY "idempotency_key_tenant" ON "platform"."idempotency_key" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "idempotency_key_engine" ON "platform"."idempotency_key" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "inbound_message_tenant" ON "channels"."inbound_message" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "inbound_message_engine" ON "channels"."inbound_message" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "open_contact_tenant" ON "engine"."open_contact" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "open_contact_engine" ON "engine"."open_contact" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "open_occurrence_tenant" ON "engine"."open_occurrence" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "open_occurrence_engine" ON "engine"."open_occurrence" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "outcome_tenant" ON "engine"."outcome" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "outcome_engine" ON "engine"."outcome" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "policy_tenant" ON "engine"."policy" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "policy_engine" ON "engine"."policy" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "policy_version_tenant" ON "engine"."policy_version" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "policy_version_engine" ON "engine"."policy_version" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "schedule_tenant" ON "engine"."schedule" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "schedule_engine" ON "engine"."schedule" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "turn_tenant" ON "engine"."turn" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "turn_engine" ON "engine"."turn" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "wakeup_tenant" ON "engine"."wakeup" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "wakeup_engine" ON "engine"."wakeup" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "wakeup_far_tenant" ON "engine"."wakeup_far" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "wakeup_far_engine" ON "engine"."wakeup_far" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "contact_point_tenant" ON "people"."contact_point" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "contact_point_engine" ON "people"."contact_point" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "person_tenant" ON "people"."person" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "person_engine" ON "people"."person" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);