-- Who may do what, which Drizzle Kit cannot express; and whose the addresses are that stand there already. Where several living
-- people share one, it is the first one's: the others keep it until they are edited.

GRANT SELECT, INSERT, DELETE ON people.email_owner TO belfry_app;
--> statement-breakpoint
GRANT SELECT ON people.email_owner TO belfry_engine;
--> statement-breakpoint
INSERT INTO people.email_owner (tenant_id, address, person_id)
SELECT DISTINCT ON (p.tenant_id, c.address) p.tenant_id, c.address, p.id
FROM people.person p JOIN people.contact_point c ON c.person_id = p.id AND c.channel = 'email'
WHERE p.deleted_at IS NULL
ORDER BY p.tenant_id, c.address, p.created_at, p.id;
