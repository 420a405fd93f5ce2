CREATE TABLE "engine"."ledger_floor" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"year" smallint NOT NULL
);
--> statement-breakpoint

-- By hand from here: what Drizzle Kit cannot express.

GRANT SELECT ON engine.ledger_floor TO belfry_app, belfry_engine;
--> statement-breakpoint

-- Slots of years whose ledger is gone, or about to go, cannot be told from new ones: nothing older is planned or claimed.
CREATE OR REPLACE FUNCTION engine.oldest_ledger_year() RETURNS smallint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT greatest(
    (SELECT coalesce(min(substring(c.relname FROM '\d+$')::smallint), 0::smallint)
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'engine.slot_ledger'::regclass),
    (SELECT year FROM engine.ledger_floor)
  )
$$;
--> statement-breakpoint

-- Turns and outcomes are evidence, as events are: the same triggers, and for the same reasons (0003).
CREATE FUNCTION engine.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'turns and outcomes are only ever added: % of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Whole months are removed by: belfry partitions drop';
END $$;
--> statement-breakpoint
CREATE FUNCTION engine.protect(name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine.%I
    FOR EACH STATEMENT EXECUTE FUNCTION engine.refuse_change()', name);
  EXECUTE format('ALTER TABLE engine.%I ENABLE ALWAYS TRIGGER append_only', name);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION engine.refuse_change(), engine.protect(text) FROM PUBLIC;
--> statement-breakpoint

-- As before, and a partition of turns or outcomes is protected before its first row.
CREATE OR REPLACE FUNCTION engine.ensure_partition(parent text, suffix text, lower_bound text, upper_bound text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text := parent || '_' || suffix;
BEGIN
  IF to_regclass('engine.' || quote_ident(name)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE engine.%I (LIKE engine.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name, parent);
  IF parent IN ('turn', 'outcome') THEN PERFORM engine.protect(name); END IF;
  EXECUTE format('ALTER TABLE engine.%I ATTACH PARTITION engine.%I FOR VALUES FROM (%L) TO (%L)', parent, name, lower_bound, upper_bound);
END $$;
--> statement-breakpoint

-- The part of ensure_partitions that can be made long ahead: months of turns and outcomes, years of the ledger. A year
-- below the floor is not made again: its slots would look like new ones.
CREATE FUNCTION engine.ensure_history(first_day date, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  month date;
  year int;
BEGIN
  IF last_day - first_day > 40000 THEN RAISE EXCEPTION 'ensure_history: more than 40000 days asked for'; END IF;
  PERFORM pg_advisory_xact_lock(7310911843);
  FOR month IN SELECT m::date FROM generate_series(date_trunc('month', first_day - 1), last_day + 1, interval '1 month') AS m LOOP
    PERFORM engine.ensure_partition('turn', to_char(month, 'YYYYMM'), month::text, (month + interval '1 month')::date::text);
    PERFORM engine.ensure_partition('outcome', to_char(month, 'YYYYMM'), month::text, (month + interval '1 month')::date::text);
  END LOOP;
  FOR year IN SELECT y FROM generate_series(extract(year FROM first_day - 1)::int, extract(year FROM last_day + 1)::int) AS y
    WHERE y >= coalesce((SELECT f.year FROM engine.ledger_floor f), 0)
  LOOP
    PERFORM engine.ensure_partition('slot_ledger', year::text, year::text, (year + 1)::text);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION engine.ensure_partitions(first_day date, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  day date;
BEGIN
  IF last_day - first_day > 4000 THEN RAISE EXCEPTION 'ensure_partitions: more than 4000 days asked for'; END IF;
  PERFORM pg_advisory_xact_lock(7310911843);
  FOR day IN SELECT d::date FROM generate_series(first_day - 1, last_day + 1, interval '1 day') AS d LOOP
    PERFORM engine.ensure_partition('wakeup', to_char(day, 'YYYYMMDD'), day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
  END LOOP;
  PERFORM engine.ensure_history(first_day, last_day);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION engine.ensure_history(date, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION engine.ensure_history(date, date) TO belfry_app, belfry_engine;
--> statement-breakpoint

-- Those that stand. A trigger is made under SHARE ROW EXCLUSIVE, for which writers wait until this commits: it comes last.
SELECT engine.protect(c.relname) FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
WHERE c.oid IN ('engine.turn'::regclass, 'engine.outcome'::regclass)
  OR i.inhparent IN ('engine.turn'::regclass, 'engine.outcome'::regclass);
--> statement-breakpoint

-- A counter that went astray would leave a gap, or refuse every event to come. It cannot be removed; and with every commit
-- it says what its events say, whoever moved it. Deferred, for it is moved before its events are inserted.
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON eventlog.trace
FOR EACH STATEMENT EXECUTE FUNCTION eventlog.refuse_change();
--> statement-breakpoint
ALTER TABLE eventlog.trace ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
-- SECURITY DEFINER: it sees all events of the trace, whoever commits.
CREATE FUNCTION eventlog.require_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  counter eventlog.trace;
  last integer;
BEGIN
  SELECT * INTO counter FROM eventlog.trace t WHERE t.tenant_id = NEW.tenant_id AND t.trace_id = NEW.trace_id;
  SELECT e.sequence INTO last FROM eventlog.event e
  WHERE e.tenant_id = NEW.tenant_id AND e.trace_id = NEW.trace_id AND e.month = counter.month
  ORDER BY e.sequence DESC LIMIT 1;
  IF counter.last_sequence IS DISTINCT FROM coalesce(last, 0)
    OR TG_OP = 'UPDATE' AND (NEW.tenant_id, NEW.trace_id) IS DISTINCT FROM (OLD.tenant_id, OLD.trace_id) THEN
    RAISE EXCEPTION 'the counter of a trace is moved by its events alone: % of eventlog.trace is refused', TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER counted AFTER INSERT OR UPDATE ON eventlog.trace
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eventlog.require_counted();
--> statement-breakpoint
ALTER TABLE eventlog.trace ENABLE ALWAYS TRIGGER counted;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION eventlog.require_counted() FROM PUBLIC;
--> statement-breakpoint

-- Appends events of one trace or many, given by columns; only traces, types and payloads (an array of objects) are as long
-- as there are events, the others may be shorter or NULL. Answers each, in its order, with its sequence.
--
-- Gapless: the row of the trace is locked, in key order, by moving its counter, and both become visible together; what
-- rolls back gives its numbers back. Idempotent: an id that its trace has already answers with the old sequence, looked
-- for in a statement after the lock; with other content it is refused (event_id_once, the places in DETAIL).
-- SECURITY DEFINER: nobody but this function can write, so no mistake elsewhere can make a gap.
-- A trace that has events and no counter, as after a restore that went wrong, goes on from its events: what has just been
-- counted from nothing is put behind them.
CREATE OR REPLACE FUNCTION eventlog.append_events(
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

  IF 0 = ANY (bases) THEN
    WITH found AS (
      SELECT n.trace_id, e.month, e.sequence FROM unnest(traces, bases) AS n (trace_id, base)
      CROSS JOIN LATERAL (
        SELECT x.month, x.sequence FROM eventlog.event x
        WHERE x.tenant_id = tenant AND x.trace_id = n.trace_id ORDER BY x.sequence DESC LIMIT 1
      ) e WHERE n.base = 0
    ), mended AS (
      UPDATE eventlog.trace t SET month = f.month, last_sequence = t.last_sequence + f.sequence
      FROM found f WHERE t.tenant_id = tenant AND t.trace_id = f.trace_id
    )
    SELECT array_agg(n.trace_id), array_agg(coalesce(f.month, n.month)), array_agg(coalesce(f.sequence, n.base))
    INTO traces, months, bases
    FROM unnest(traces, months, bases) AS n (trace_id, month, base) LEFT JOIN found f USING (trace_id);
  END IF;

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
