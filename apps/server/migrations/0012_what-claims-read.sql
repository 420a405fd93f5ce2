-- The same as people.recipient with a row for each contact point, and one for a person who has none: reading thousands of
-- people, PostgreSQL spends more on making and reading their lists than on finding them.
CREATE VIEW people.recipient_by_contact WITH (security_invoker = true) AS
SELECT p.id, p.tenant_id, p.name, p.time_zone, p.locale, p.deleted_at, p.quiet_hours,
  c.position, c.channel, c.address, o.address IS NOT NULL AS is_opted_out
FROM people.person p
LEFT JOIN people.contact_point c ON c.person_id = p.id AND c.tenant_id = p.tenant_id
LEFT JOIN people.opt_out o ON o.tenant_id = c.tenant_id AND o.channel = c.channel AND o.address = c.address;
--> statement-breakpoint
GRANT SELECT ON people.recipient_by_contact TO belfry_engine;
