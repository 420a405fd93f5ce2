CREATE TABLE "people"."stopped_address" (
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "stopped_address_channel_address_pk" PRIMARY KEY("channel","address")
);
--> statement-breakpoint
ALTER TABLE "people"."stopped_address" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "stopped_address_engine" ON "people"."stopped_address" AS PERMISSIVE FOR ALL TO "belfry_engine" USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON people.stopped_address TO belfry_engine;
--> statement-breakpoint

-- Which of a person's addresses have said STOP here, for the tenant of the transaction and its own people alone: to ask
-- about an address is to know it. SECURITY DEFINER: whose the other words of the table are is nobody's business.
CREATE FUNCTION people.stopped_points(person uuid) RETURNS TABLE (channel text, address text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT s.channel, s.address, s.since
  FROM people.contact_point c JOIN people.stopped_address s ON s.channel = c.channel AND s.address = c.address
  WHERE c.person_id = stopped_points.person
    AND c.tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION people.stopped_points(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION people.stopped_points(uuid) TO belfry_app;
--> statement-breakpoint

-- What was said until now. Email stays out: so far only the link of an email has stopped one, for the sender of that
-- email alone.
INSERT INTO people.stopped_address (channel, address, since)
SELECT channel, address, min(since) FROM people.opt_out WHERE channel <> 'email' GROUP BY channel, address;
--> statement-breakpoint
-- And those who learned of an address after its STOP.
WITH bound AS (
  INSERT INTO people.opt_out (tenant_id, channel, address, since)
  SELECT DISTINCT c.tenant_id, c.channel, c.address, s.since
  FROM people.contact_point c JOIN people.stopped_address s ON s.channel = c.channel AND s.address = c.address
  ON CONFLICT DO NOTHING RETURNING tenant_id, channel, address
)
INSERT INTO people.consent_event (id, tenant_id, at, kind, channel, address, person_id, actor, evidence)
SELECT gen_random_uuid(), b.tenant_id, s.since, 'opted-out', b.channel, b.address,
  (SELECT c.person_id FROM people.contact_point c
   WHERE c.tenant_id = b.tenant_id AND c.channel = b.channel AND c.address = b.address ORDER BY c.person_id LIMIT 1),
  jsonb_build_object('type', 'person', 'id', b.address, 'name', b.address, 'via', b.channel),
  'Said STOP to the sender that all organisations here share, on ' || (s.since AT TIME ZONE 'UTC')::date || '.'
FROM bound b JOIN people.stopped_address s ON s.channel = b.channel AND s.address = b.address;
