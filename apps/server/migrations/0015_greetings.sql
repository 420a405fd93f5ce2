CREATE SCHEMA "greetings";
--> statement-breakpoint
CREATE TABLE "people"."import_rejection" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"column" text,
	"message" text NOT NULL,
	"cells" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "people"."import_rejection" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people"."import" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"state" text NOT NULL,
	"is_dry_run" boolean NOT NULL,
	"fingerprint" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "people"."import" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "greetings"."greeted" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"year" smallint NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "greeted_tenant_id_kind_year_channel_address_person_id_pk" PRIMARY KEY("tenant_id","kind","year","channel","address","person_id")
);
--> statement-breakpoint
ALTER TABLE "greetings"."greeted" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "greetings"."kind" (
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"field" text NOT NULL,
	"recurrence" text NOT NULL,
	"is_enabled" boolean NOT NULL,
	"send_time" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "kind_tenant_id_name_pk" PRIMARY KEY("tenant_id","name")
);
--> statement-breakpoint
ALTER TABLE "greetings"."kind" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "greetings"."person_setting" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"send_time" text,
	"leap_day" text,
	"is_muted" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "greetings"."person_setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "greetings"."revision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"after_at" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	"after_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "greetings"."revision" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "greetings"."setting" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"is_enabled" boolean NOT NULL,
	"send_time" text NOT NULL,
	"leap_day" text NOT NULL,
	"late_limit" text NOT NULL,
	"on_unknown" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "greetings"."setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "greetings"."template" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"locale" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "greetings"."template" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "engine"."schedule" ADD COLUMN "author" text;--> statement-breakpoint
ALTER TABLE "engine"."schedule" ADD COLUMN "on_unknown" text;--> statement-breakpoint
ALTER TABLE "people"."person" ADD COLUMN "dates" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."person" ADD COLUMN "city" text;--> statement-breakpoint
ALTER TABLE "people"."person" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "people"."import_rejection" ADD CONSTRAINT "import_rejection_import_id_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "people"."import"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_rejection_by_line" ON "people"."import_rejection" USING btree ("import_id","line");--> statement-breakpoint
CREATE INDEX "import_by_tenant" ON "people"."import" USING btree ("tenant_id","started_at");--> statement-breakpoint
CREATE INDEX "revision_by_tenant" ON "greetings"."revision" USING btree ("tenant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "template_once" ON "greetings"."template" USING btree ("tenant_id","kind","locale");--> statement-breakpoint
CREATE INDEX "schedule_made" ON "engine"."schedule" USING btree ("tenant_id","created_at","id") WHERE author IS NULL;--> statement-breakpoint
CREATE POLICY "import_rejection_tenant" ON "people"."import_rejection" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_rejection_engine" ON "people"."import_rejection" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "import_tenant" ON "people"."import" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_engine" ON "people"."import" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "greeted_tenant" ON "greetings"."greeted" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "greeted_engine" ON "greetings"."greeted" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "kind_tenant" ON "greetings"."kind" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "kind_engine" ON "greetings"."kind" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "person_setting_tenant" ON "greetings"."person_setting" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "person_setting_engine" ON "greetings"."person_setting" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "revision_tenant" ON "greetings"."revision" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revision_engine" ON "greetings"."revision" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "setting_tenant" ON "greetings"."setting" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "setting_engine" ON "greetings"."setting" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "template_tenant" ON "greetings"."template" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "template_engine" ON "greetings"."template" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);