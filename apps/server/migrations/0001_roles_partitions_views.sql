-- What Drizzle Kit cannot express: partitions, published views, and who may do what.

INSERT INTO engine.shard (id, fence, expires_at, watermark, watermark_xid, planned_until)
SELECT id, 0, '-infinity', 'epoch', 0, 'epoch' FROM generate_series(0, 63) AS id;
--> statement-breakpoint

-- CREATE + ATTACH, never CREATE … PARTITION OF: attaching takes SHARE UPDATE EXCLUSIVE on the parent and so blocks
-- no writer. Run by whoever notices first; the advisory lock makes the others wait and then find it done.
CREATE FUNCTION engine.ensure_partition(parent text, suffix text, lower_bound text, upper_bound text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text := parent || '_' || suffix;
BEGIN
  IF to_regclass('engine.' || quote_ident(name)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE engine.%I (LIKE engine.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name, parent);
  EXECUTE format('ALTER TABLE engine.%I ATTACH PARTITION engine.%I FOR VALUES FROM (%L) TO (%L)', parent, name, lower_bound, upper_bound);
END $$;
--> statement-breakpoint

-- Makes every partition that rows of these days (UTC) can need: wake-ups by day, turns and outcomes by month, the
-- ledger by year. One day to either side covers local dates that differ from the UTC date.
-- SECURITY DEFINER: the engine's role owns nothing, and only this makes tables.
CREATE FUNCTION engine.ensure_partitions(first_day date, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  day date;
  month date;
  year int;
BEGIN
  IF last_day - first_day > 4000 THEN RAISE EXCEPTION 'ensure_partitions: more than 4000 days asked for'; END IF;
  PERFORM pg_advisory_xact_lock(7310911843);
  FOR day IN SELECT d::date FROM generate_series(first_day - 1, last_day + 1, interval '1 day') AS d LOOP
    PERFORM engine.ensure_partition('wakeup', to_char(day, 'YYYYMMDD'), day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
  END LOOP;
  FOR month IN SELECT m::date FROM generate_series(date_trunc('month', first_day - 1), last_day + 1, interval '1 month') AS m LOOP
    PERFORM engine.ensure_partition('turn', to_char(month, 'YYYYMM'), month::text, (month + interval '1 month')::date::text);
    PERFORM engine.ensure_partition('outcome', to_char(month, 'YYYYMM'), month::text, (month + interval '1 month')::date::text);
  END LOOP;
  FOR year IN SELECT generate_series(extract(year FROM first_day - 1)::int, extract(year FROM last_day + 1)::int) LOOP
    PERFORM engine.ensure_partition('slot_ledger', year::text, year::text, (year + 1)::text);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION engine.ensure_partition(text, text, text, text), engine.ensure_partitions(date, date) FROM PUBLIC;
--> statement-breakpoint

-- What the engine may know of people. security_invoker: whoever reads it is held to their own row-level security.
CREATE VIEW people.recipient WITH (security_invoker = true) AS
SELECT p.id, p.tenant_id, p.name, p.first_name, p.time_zone, p.locale, p.deleted_at,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('channel', c.channel, 'address', c.address) ORDER BY c.position)
    FROM people.contact_point c WHERE c.person_id = p.id AND c.tenant_id = p.tenant_id
  ), '[]'::jsonb) AS contact_points
FROM people.person p;
--> statement-breakpoint

GRANT USAGE ON SCHEMA platform, people, engine, channels TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT USAGE ON SCHEMA identity TO belfry_identity;
--> statement-breakpoint
GRANT USAGE ON SCHEMA sandbox TO belfry_sandbox;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity TO belfry_identity;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sandbox TO belfry_sandbox;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA sandbox TO belfry_sandbox;
--> statement-breakpoint
GRANT SELECT ON platform.virtual_clock TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT INSERT, UPDATE ON platform.virtual_clock TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.idempotency_key TO belfry_app;
--> statement-breakpoint
GRANT SELECT, DELETE ON platform.idempotency_key TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON people.person, people.contact_point TO belfry_app;
--> statement-breakpoint
GRANT SELECT ON people.person, people.contact_point, people.recipient TO belfry_engine;
--> statement-breakpoint
GRANT SELECT ON people.recipient TO belfry_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON channels.inbound_message TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON engine.schedule, engine.policy TO belfry_app;
--> statement-breakpoint
GRANT SELECT ON engine.schedule, engine.policy, engine.policy_version TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT ON engine.policy_version TO belfry_app;
--> statement-breakpoint
-- Turns and outcomes are the evidence: nobody but the owner may change or remove one.
GRANT SELECT, INSERT ON engine.wakeup, engine.turn, engine.outcome TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT ON engine.wakeup_far TO belfry_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON engine.wakeup_far TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON engine.open_occurrence, engine.open_contact TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT ON engine.slot_ledger TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, UPDATE ON engine.shard TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.node TO belfry_engine;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION engine.ensure_partitions(date, date) TO belfry_engine, belfry_app;
