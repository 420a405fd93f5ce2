-- Both columns in one statement: each that is computed writes the table anew.
ALTER TABLE "people"."person" ADD COLUMN "birthday" smallint GENERATED ALWAYS AS ((extract(month FROM birth_date) * 100 + extract(day FROM birth_date))::smallint) STORED,
  ADD COLUMN "anniversary" smallint GENERATED ALWAYS AS ((extract(month FROM anniversary_date) * 100 + extract(day FROM anniversary_date))::smallint) STORED;--> statement-breakpoint
CREATE INDEX "dead_letter_open" ON "engine"."dead_letter" USING btree ("tenant_id","code","at","id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "person_by_zone" ON "people"."person" USING btree ("tenant_id","time_zone","created_at","id");--> statement-breakpoint
CREATE INDEX "person_by_birthday" ON "people"."person" USING btree ("tenant_id","birthday","created_at","id","time_zone") WHERE birthday IS NOT NULL;--> statement-breakpoint
CREATE INDEX "person_by_anniversary" ON "people"."person" USING btree ("tenant_id","anniversary","created_at","id","time_zone") WHERE anniversary IS NOT NULL;