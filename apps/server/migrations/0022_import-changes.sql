CREATE TABLE "people"."import_change" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"cells" jsonb NOT NULL,
	CONSTRAINT "import_change_import_id_line_pk" PRIMARY KEY("import_id","line")
);
--> statement-breakpoint
ALTER TABLE "people"."import_change" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "people"."import" ADD COLUMN "existing" text DEFAULT 'reject' NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."import" ADD COLUMN "actor" jsonb;--> statement-breakpoint
ALTER TABLE "people"."import" ADD COLUMN "updated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."import" ADD COLUMN "unchanged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."import_change" ADD CONSTRAINT "import_change_import_id_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "people"."import"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."import_change" ADD CONSTRAINT "import_change_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "people"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "import_change_tenant" ON "people"."import_change" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_change_engine" ON "people"."import_change" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
-- UPDATE, for whoever makes a change holds its row meanwhile.
GRANT SELECT, INSERT, UPDATE, DELETE ON people.import_change TO belfry_app;--> statement-breakpoint
GRANT SELECT ON people.import_change TO belfry_engine;
