-- What Drizzle Kit cannot express: published views, and who may do what.

-- Who may be asked for a person's sake. security_invoker: whoever reads it is held to their own row-level security.
CREATE VIEW people.relation WITH (security_invoker = true) AS
SELECT id, tenant_id, person_id, related_person_id, role, consent, priority, privacy
FROM people.relationship WHERE deleted_at IS NULL;
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
  p.quiet_hours, p.birth_date, p.anniversary_date
FROM people.person p;
--> statement-breakpoint

GRANT SELECT, INSERT, UPDATE ON people.relationship TO belfry_app;
--> statement-breakpoint
GRANT SELECT ON people.relationship, people.relation TO belfry_engine;
--> statement-breakpoint
GRANT SELECT ON people.relation TO belfry_app;
--> statement-breakpoint
-- The ledger of consent is evidence: it is only ever added to.
GRANT SELECT, INSERT ON people.consent_event TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON people.opt_out TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON channels.inbox_message TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON engine.dead_letter TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON engine.tenant_setting TO belfry_app;
--> statement-breakpoint
GRANT SELECT ON engine.tenant_setting, engine.holiday_calendar TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.holiday_calendar TO belfry_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.throttle_entry TO belfry_engine;
--> statement-breakpoint
GRANT SELECT ON engine.throttle_entry TO belfry_app;
--> statement-breakpoint
-- A reminder that is skipped or done before it fires has had its slot.
GRANT SELECT, INSERT ON engine.slot_ledger TO belfry_app;
--> statement-breakpoint
-- A new zone database moves what is planned; and the digest of what was held back has a schedule of its own.
GRANT INSERT, UPDATE ON engine.schedule TO belfry_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.wakeup_far TO belfry_app;
--> statement-breakpoint

-- Numbers are given when an address is asked which of several it means.
GRANT UPDATE ON engine.open_contact TO belfry_engine;
--> statement-breakpoint
-- How far a shard is explained says where to look for what is under way. It holds nothing of a tenant's.
GRANT SELECT ON engine.shard TO belfry_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON sandbox.network_chaos, sandbox.push_subscription TO belfry_sandbox;
--> statement-breakpoint

-- Slots of years whose ledger is gone can no longer be told from new ones, so nothing older is planned or claimed.
CREATE FUNCTION engine.oldest_ledger_year() RETURNS smallint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(min(substring(c.relname FROM '\d+$')::smallint), 0::smallint)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'engine.slot_ledger'::regclass
$$;
--> statement-breakpoint
GRANT SELECT, INSERT ON engine.replan_task TO belfry_app;
--> statement-breakpoint
GRANT SELECT, UPDATE, DELETE ON engine.replan_task TO belfry_engine;
--> statement-breakpoint

-- The counter moves with every event: room for its next versions on the same page.
ALTER TABLE eventlog.trace SET (fillfactor = 70);
--> statement-breakpoint

-- Events are evidence. Privileges do not bind the owner, so a trigger refuses; ALWAYS, or session_replication_role would
-- switch it off. A statement trigger costs inserts nothing, but fires only for the table that is named: each partition
-- has its own.
CREATE FUNCTION eventlog.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'events are only ever added: % of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Whole months of traces are removed by dropping their partition.';
END $$;
--> statement-breakpoint
CREATE FUNCTION eventlog.protect(name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventlog.%I
    FOR EACH STATEMENT EXECUTE FUNCTION eventlog.refuse_change()', name);
  EXECUTE format('ALTER TABLE eventlog.%I ENABLE ALWAYS TRIGGER append_only', name);
END $$;
--> statement-breakpoint
SELECT eventlog.protect('event');
--> statement-breakpoint

-- CREATE + ATTACH, as engine.ensure_partition does, and for the same reason. Run by the first event of a month.
CREATE FUNCTION eventlog.ensure_partition(first_day date) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text := 'event_' || to_char(first_day, 'YYYYMM');
BEGIN
  IF to_regclass('eventlog.' || name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(7310911844);
  -- The table itself: to_regclass would repeat what it has cached above, for an advisory lock brings no news of the catalogue.
  IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'eventlog'::regnamespace AND relname = name) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE eventlog.%I (LIKE eventlog.event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
  PERFORM eventlog.protect(name);
  EXECUTE format('ALTER TABLE eventlog.event ATTACH PARTITION eventlog.%I FOR VALUES FROM (%L) TO (%L)',
    name, first_day, (first_day + interval '1 month')::date);
END $$;
--> statement-breakpoint

-- Row-level security does not bind the owner, whose rights the functions below have, so they ask for the tenant by name.
CREATE FUNCTION eventlog.current_tenant() RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF tenant IS NULL THEN
    RAISE EXCEPTION 'no tenant is set' USING ERRCODE = 'insufficient_privilege',
      HINT = 'In the transaction: SELECT set_config(''app.tenant'', ''<id of the organisation>'', true)';
  END IF;
  RETURN tenant;
END $$;
--> statement-breakpoint

-- Appends events of one trace or many, given by columns; only traces, types and payloads (an array of objects) are as long
-- as there are events, the others may be shorter or NULL. Answers each, in its order, with its sequence.
--
-- Gapless: the row of the trace is locked, in key order, by moving its counter, and both become visible together; what
-- rolls back gives its numbers back. Idempotent: an id that its trace has already answers with the old sequence, looked
-- for in a statement after the lock; with other content it is refused (event_id_once, the places in DETAIL).
-- SECURITY DEFINER: nobody but this function can write, so no mistake elsewhere can make a gap.
CREATE FUNCTION eventlog.append_events(
  trace_ids text[],
  types text[],
  payloads jsonb,
  event_ids text[] DEFAULT '{}',
  ats timestamptz[] DEFAULT '{}',
  versions integer[] DEFAULT '{}',
  causation_ids text[] DEFAULT '{}',
  correlation_ids text[] DEFAULT '{}'
) RETURNS TABLE (ordinal integer, event_id text, sequence integer, is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  tenant CONSTANT uuid := eventlog.current_tenant();
  this_month CONSTANT date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
  traces text[];
  months date[];
  bases integer[];
  known_ordinals bigint[] := '{}';
  known_sequences integer[] := '{}';
  contradicted text;
BEGIN
  PERFORM eventlog.ensure_partition(this_month);

  WITH counted AS MATERIALIZED (
    SELECT trace_id, count(*)::integer AS given FROM unnest(trace_ids) AS trace_id GROUP BY 1
  ), moved AS (
    INSERT INTO eventlog.trace AS t (tenant_id, trace_id, month, last_sequence)
    SELECT tenant, trace_id, this_month, given FROM counted ORDER BY trace_id
    ON CONFLICT (tenant_id, trace_id) DO UPDATE SET last_sequence = t.last_sequence + excluded.last_sequence
    RETURNING t.trace_id, t.month, t.last_sequence
  )
  SELECT array_agg(m.trace_id), array_agg(m.month), array_agg(m.last_sequence - c.given)
  INTO traces, months, bases FROM moved m JOIN counted c USING (trace_id);

  IF 0 < ANY (bases) AND EXISTS (SELECT FROM unnest(event_ids) AS id WHERE id IS NOT NULL) THEN
    WITH given AS (
      SELECT * FROM ROWS FROM (unnest(trace_ids, types, event_ids, versions, causation_ids, correlation_ids),
        jsonb_array_elements(payloads)) WITH ORDINALITY
        AS g (trace_id, type, id, version, causation_id, correlation_id, payload, ordinal)
    ), known AS (
      SELECT g.ordinal, x.sequence,
        (x.type, x.version, x.payload, x.causation_id, x.correlation_id) IS NOT DISTINCT FROM
        (g.type, coalesce(g.version, 1), g.payload, g.causation_id, g.correlation_id) AS is_same
      FROM unnest(traces, months, bases) AS t (trace_id, month, base) JOIN given g USING (trace_id)
      JOIN eventlog.event x ON x.tenant_id = tenant AND x.trace_id = g.trace_id AND x.id = g.id AND x.month = t.month
      WHERE t.base > 0
    )
    SELECT coalesce(array_agg(k.ordinal), '{}'), coalesce(array_agg(k.sequence), '{}'),
      string_agg(k.ordinal::text, ',' ORDER BY k.ordinal) FILTER (WHERE NOT k.is_same)
    INTO known_ordinals, known_sequences, contradicted FROM known k;
  END IF;
  IF contradicted IS NOT NULL THEN
    RAISE EXCEPTION 'an event of this id and other content is in the trace already'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'event_id_once', DETAIL = contradicted;
  END IF;

  RETURN QUERY
  WITH placed AS MATERIALIZED (
    SELECT g.ordinal, g.trace_id, t.month, g.type, g.version, g.at, g.payload, g.causation_id, g.correlation_id,
      coalesce(g.id, gen_random_uuid()::text) AS id,
      t.base + (row_number() OVER (PARTITION BY g.trace_id ORDER BY g.ordinal))::integer AS sequence
    FROM ROWS FROM (unnest(trace_ids, types, event_ids, ats, versions, causation_ids, correlation_ids),
      jsonb_array_elements(payloads)) WITH ORDINALITY
      AS g (trace_id, type, id, at, version, causation_id, correlation_id, payload, ordinal)
    JOIN unnest(traces, months, bases) AS t (trace_id, month, base) USING (trace_id)
    WHERE g.ordinal <> ALL (known_ordinals)
  ), added AS (
    INSERT INTO eventlog.event (tenant_id, trace_id, sequence, month, id, type, version, at, recorded_at, causation_id,
      correlation_id, payload)
    SELECT tenant, p.trace_id, p.sequence, p.month, p.id, p.type, coalesce(p.version, 1), coalesce(p.at, now()), now(),
      p.causation_id, p.correlation_id, p.payload
    FROM placed p
  )
  SELECT p.ordinal::integer, p.id, p.sequence, true FROM placed p
  UNION ALL
  SELECT k.ordinal::integer, event_ids[k.ordinal], k.sequence, false
  FROM unnest(known_ordinals, known_sequences) AS k (ordinal, sequence);

  IF cardinality(known_ordinals) > 0 THEN
    UPDATE eventlog.trace t SET last_sequence = t.last_sequence - k.count
    FROM (SELECT trace_ids[o] AS trace_id, count(*) AS count FROM unnest(known_ordinals) AS o GROUP BY 1) k
    WHERE t.tenant_id = tenant AND t.trace_id = k.trace_id;
  END IF;
END $$;
--> statement-breakpoint

-- One event, from SQL. Answers with its sequence; repeated with the same id, with the same sequence.
CREATE FUNCTION eventlog.emit_event(
  trace_id text,
  type text,
  payload jsonb DEFAULT '{}',
  event_id text DEFAULT NULL,
  at timestamptz DEFAULT now(),
  version integer DEFAULT 1,
  causation_id text DEFAULT NULL,
  correlation_id text DEFAULT NULL
) RETURNS integer
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  SELECT sequence FROM eventlog.append_events(ARRAY[emit_event.trace_id], ARRAY[emit_event.type],
    jsonb_build_array(emit_event.payload), ARRAY[event_id], ARRAY[emit_event.at], ARRAY[emit_event.version],
    ARRAY[emit_event.causation_id], ARRAY[emit_event.correlation_id])
$$;
--> statement-breakpoint

-- A trace in its order. The month is read first, so that one partition is looked into.
CREATE FUNCTION eventlog.get_conversation_events(trace_id text, from_sequence integer DEFAULT 1)
RETURNS SETOF eventlog.event
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tenant CONSTANT uuid := eventlog.current_tenant();
  its_month date := (
    SELECT t.month FROM eventlog.trace t WHERE t.tenant_id = tenant AND t.trace_id = get_conversation_events.trace_id);
BEGIN
  RETURN QUERY SELECT * FROM eventlog.event e
    WHERE e.tenant_id = tenant AND e.trace_id = get_conversation_events.trace_id AND e.month = its_month
      AND e.sequence >= from_sequence
    ORDER BY e.sequence;
END $$;
--> statement-breakpoint

GRANT USAGE ON SCHEMA eventlog TO belfry_app, belfry_engine;
--> statement-breakpoint
GRANT SELECT ON eventlog.event, eventlog.trace TO belfry_app, belfry_engine;
--> statement-breakpoint
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA eventlog FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION eventlog.current_tenant(),
  eventlog.append_events(text[], text[], jsonb, text[], timestamptz[], integer[], text[], text[]),
  eventlog.emit_event(text, text, jsonb, text, timestamptz, integer, text, text),
  eventlog.get_conversation_events(text, integer) TO belfry_app, belfry_engine;
