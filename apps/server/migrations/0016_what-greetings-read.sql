-- Views and who may do what, which Drizzle Kit cannot express.

-- What systems may know of people: all that is said of them, and not how they are reached. security_invoker: whoever reads
-- it is held to their own row-level security.
CREATE VIEW people.profile WITH (security_invoker = true) AS
SELECT id, tenant_id, name, first_name, last_name, time_zone, locale, birth_date, anniversary_date, dates, city, country,
  external_id, created_at, deleted_at
FROM people.person;
--> statement-breakpoint

CREATE OR REPLACE VIEW people.recipient WITH (security_invoker = true) AS
SELECT p.id, p.tenant_id, p.name, p.first_name, p.time_zone, p.locale, p.deleted_at,
  coalesce((
    SELECT jsonb_agg(
      jsonb_build_object('channel', c.channel, 'address', c.address, 'isOptedOut', o.address IS NOT NULL) ORDER BY c.position)
    FROM people.contact_point c
    LEFT JOIN people.opt_out o ON o.tenant_id = c.tenant_id AND o.channel = c.channel AND o.address = c.address
    WHERE c.person_id = p.id AND c.tenant_id = p.tenant_id
  ), '[]'::jsonb) AS contact_points,
  p.quiet_hours, p.birth_date, p.anniversary_date, p.dates
FROM people.person p;
--> statement-breakpoint

GRANT SELECT ON people.profile TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT USAGE ON SCHEMA greetings TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA greetings TO belfry_app;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA greetings TO belfry_engine;
--> statement-breakpoint
GRANT INSERT, DELETE ON greetings.greeted TO belfry_engine;
--> statement-breakpoint
GRANT UPDATE, DELETE ON greetings.revision TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON people.import TO belfry_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON people.import_rejection TO belfry_app;
--> statement-breakpoint
GRANT SELECT, DELETE ON people.import, people.import_rejection TO belfry_engine;
