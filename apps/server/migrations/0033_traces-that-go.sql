-- By hand: whoever appends makes the month where it is missing, then locks a trace, then its events. All that is locked here is
-- locked in the same order, or the two could wait for each other; and it would be the event that is not recorded.
SELECT pg_advisory_xact_lock(7310911844);
--> statement-breakpoint
LOCK TABLE eventlog.trace IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "eventlog"."going_month" (
	"month" date PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "event_by_correlation" ON "eventlog"."event" USING btree ("tenant_id","correlation_id","at") WHERE correlation_id IS NOT NULL;
--> statement-breakpoint

-- By hand from here: what Drizzle Kit cannot express.

GRANT SELECT ON eventlog.going_month TO belfry_app, belfry_engine;
--> statement-breakpoint

-- On its way out, or dropped by hand.
CREATE FUNCTION eventlog.is_gone(month date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM eventlog.going_month g WHERE g.month = is_gone.month) OR NOT EXISTS (
    SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'eventlog.event'::regclass AND NOT i.inhdetachpending
      AND c.relname = 'event_' || to_char(is_gone.month, 'YYYYMM'))
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION eventlog.is_gone(date) FROM PUBLIC;
--> statement-breakpoint

-- Appends events of one trace or many, given by columns; only traces, types and payloads (an array of objects) are as long
-- as there are events, the others may be shorter or NULL. Answers each, in its order, with its sequence.
--
-- Gapless: the row of the trace is locked, in key order, by moving its counter, and both become visible together; what
-- rolls back gives its numbers back. Idempotent: an id that its trace has already answers with the old sequence, looked
-- for in a statement after the lock; with other content it is refused (event_id_once, the places in DETAIL).
-- SECURITY DEFINER: nobody but this function can write, so no mistake elsewhere can make a gap.
-- A trace that has events and no counter, as after a restore that went wrong, goes on from its events: what has just been
-- counted from nothing is put behind them. A trace whose month is gone begins anew, in this month and at 1.
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

  IF EXISTS (SELECT FROM (SELECT DISTINCT unnest(months) AS month) m WHERE m.month <> this_month AND eventlog.is_gone(m.month)) THEN
    WITH anew AS (
      UPDATE eventlog.trace t SET month = this_month, last_sequence = t.last_sequence - n.base
      FROM unnest(traces, months, bases) AS n (trace_id, month, base)
      WHERE t.tenant_id = tenant AND t.trace_id = n.trace_id AND n.month <> this_month AND eventlog.is_gone(n.month)
      RETURNING t.trace_id
    )
    SELECT array_agg(n.trace_id), array_agg(CASE WHEN a.trace_id IS NULL THEN n.month ELSE this_month END),
      array_agg(CASE WHEN a.trace_id IS NULL THEN n.base ELSE 0 END)
    INTO traces, months, bases
    FROM unnest(traces, months, bases) AS n (trace_id, month, base) LEFT JOIN anew a USING (trace_id);
  END IF;

  IF 0 = ANY (bases) THEN
    WITH found AS (
      SELECT n.trace_id, e.month, e.sequence FROM unnest(traces, bases) AS n (trace_id, base)
      CROSS JOIN LATERAL (
        SELECT x.month, x.sequence FROM eventlog.event x
        WHERE x.tenant_id = tenant AND x.trace_id = n.trace_id
          AND x.month <> ALL (ARRAY(SELECT g.month FROM eventlog.going_month g))
        ORDER BY x.sequence DESC LIMIT 1
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
--> statement-breakpoint

-- A counter goes when its month has gone, and never before: then the next event of its trace is the first.
CREATE FUNCTION eventlog.refuse_removal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF eventlog.is_gone(OLD.month) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'events are only ever added: % of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Whole months of traces are removed by: belfry events drop';
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION eventlog.refuse_removal() FROM PUBLIC;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION eventlog.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'events are only ever added: % of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Whole months of traces are removed by: belfry events drop';
END $$;
--> statement-breakpoint

CREATE TRIGGER kept_with_its_month BEFORE DELETE ON eventlog.trace
FOR EACH ROW EXECUTE FUNCTION eventlog.refuse_removal();
--> statement-breakpoint
ALTER TABLE eventlog.trace ENABLE ALWAYS TRIGGER kept_with_its_month;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER append_only BEFORE TRUNCATE ON eventlog.trace
FOR EACH STATEMENT EXECUTE FUNCTION eventlog.refuse_change();
--> statement-breakpoint
ALTER TABLE eventlog.trace ENABLE ALWAYS TRIGGER append_only;
