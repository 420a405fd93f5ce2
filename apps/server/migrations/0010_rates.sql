CREATE TABLE "engine"."provider_hold" (
	"provider" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine"."rate_block" (
	"scope" text PRIMARY KEY NOT NULL,
	"second" timestamp with time zone NOT NULL,
	"taken" integer NOT NULL,
	"granted" integer NOT NULL,
	"wanted" integer NOT NULL,
	"per_second" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."tenant_setting" ADD COLUMN "rates" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
-- The application settles no call and claims nothing: both are the engine's alone, and hold no personal data.
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.provider_hold, engine.rate_block TO belfry_engine;
