CREATE TABLE "people"."name_word" (
	"tenant_id" uuid NOT NULL,
	"word" text NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "name_word_person_id_word_pk" PRIMARY KEY("person_id","word")
);
--> statement-breakpoint
ALTER TABLE "people"."name_word" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "name_word_tenant" ON "people"."name_word" AS PERMISSIVE FOR ALL TO "belfry_app" USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "name_word_engine" ON "people"."name_word" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
-- What wordsOf does for those who come later. Where the database folds no other letters than ASCII, neither does this.
INSERT INTO people.name_word (tenant_id, word, person_id)
SELECT DISTINCT tenant_id, left(w, 40), id FROM people.person,
  regexp_split_to_table(lower(regexp_replace(normalize(concat_ws(' ', name, first_name, last_name), NFD), '[\u0300-\u036F]', '', 'g')),
    '[\s!-/:-@\[-`{-~]+') AS w
WHERE w <> '';--> statement-breakpoint
CREATE INDEX "name_word_by_word" ON "people"."name_word" USING btree ("tenant_id","word" text_pattern_ops,"person_id");--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON people.name_word TO belfry_app;--> statement-breakpoint
GRANT SELECT ON people.name_word TO belfry_engine;
