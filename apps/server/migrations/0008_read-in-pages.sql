DROP INDEX "engine"."open_occurrence_by_tenant";--> statement-breakpoint
DROP INDEX "engine"."turn_by_person";--> statement-breakpoint
DROP INDEX "engine"."turn_first_by_tenant";--> statement-breakpoint
DROP INDEX "engine"."open_occurrence_by_person";--> statement-breakpoint
ALTER TABLE "engine"."open_occurrence" ADD COLUMN "due_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "dead_letter_by_time" ON "engine"."dead_letter" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "open_occurrence_by_due" ON "engine"."open_occurrence" USING btree ("tenant_id","due_at","occ_id");--> statement-breakpoint
CREATE INDEX "schedule_with_holidays" ON "engine"."schedule" USING btree ("tenant_id","id") WHERE rule ? 'excludeHolidays';--> statement-breakpoint
CREATE INDEX "turn_later_by_person" ON "engine"."turn" USING btree ("tenant_id","person_id","at") WHERE seq > 0 OR at - due_at > interval '1 day';--> statement-breakpoint
CREATE INDEX "turn_first_due" ON "engine"."turn" USING btree ("tenant_id","due_at","occ_id") WHERE seq = 0;--> statement-breakpoint
CREATE INDEX "turn_first_due_by_person" ON "engine"."turn" USING btree ("tenant_id","person_id","due_at","occ_id") WHERE seq = 0;--> statement-breakpoint
CREATE INDEX "wakeup_far_first_by_tenant" ON "engine"."wakeup_far" USING btree ("tenant_id","due_at","occ_id") WHERE seq = 0;--> statement-breakpoint
CREATE INDEX "wakeup_far_first_by_person" ON "engine"."wakeup_far" USING btree ("tenant_id","person_id","due_at","occ_id") WHERE seq = 0;--> statement-breakpoint
CREATE INDEX "open_occurrence_by_person" ON "engine"."open_occurrence" USING btree ("tenant_id","person_id","due_at","occ_id");--> statement-breakpoint

-- By hand: what Drizzle cannot say.

-- When its first turn was due; until now nobody had to know. Rows that are closed meanwhile need nothing.
UPDATE engine.open_occurrence o SET due_at = t.due_at FROM engine.turn t
WHERE t.day = o.day AND t.occ_id = o.occ_id AND t.seq = 0;
--> statement-breakpoint
-- A list of what is due and not taken up begins where the engine has explained everything. No tenant's data.
GRANT SELECT (id, watermark) ON engine.shard TO belfry_app;
