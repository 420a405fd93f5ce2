DROP INDEX "engine"."wakeup_inserted";--> statement-breakpoint
CREATE INDEX "wakeup_inserted" ON "engine"."wakeup" USING btree ("inserted_xid");