CREATE TABLE "people"."email_owner" (
	"tenant_id" uuid NOT NULL,
	"address" text NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "email_owner_tenant_id_address_pk" PRIMARY KEY("tenant_id","address")
);
--> statement-breakpoint
ALTER TABLE "people"."email_owner" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "email_owner_tenant" ON "people"."email_owner" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "email_owner_engine" ON "people"."email_owner" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);