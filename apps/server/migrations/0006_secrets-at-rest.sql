CREATE TABLE "platform"."encryption_key" (
	"single" boolean PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
-- Housekeeping seals what an earlier version, or an earlier key, has left.
GRANT UPDATE (settings) ON people.contact_point TO belfry_engine;
