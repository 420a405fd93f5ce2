DROP POLICY "greeted_tenant" ON "greetings"."greeted" CASCADE;--> statement-breakpoint
DROP POLICY "greeted_engine" ON "greetings"."greeted" CASCADE;--> statement-breakpoint
DROP TABLE "greetings"."greeted" CASCADE;