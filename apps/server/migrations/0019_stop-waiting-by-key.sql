-- Whoever acts on an occurrence in a tenant's role deletes what waits for it by its key. Row-level security adds the tenant to such a
-- condition, three indexes begin with the tenant, and as long as PostgreSQL takes the table for small it finds them as good as the
-- key, and passes through all that the tenant has open (docs/decisions/0050). The tenant is compared here in a way that no index
-- answers. The engine's role sees all tenants, as everywhere.
CREATE FUNCTION engine.stop_waiting(occurrences uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM engine.open_occurrence
  WHERE occ_id = ANY (occurrences)
    AND (session_user = 'belfry_engine' OR tenant_id IS NOT DISTINCT FROM nullif(current_setting('app.tenant', true), '')::uuid)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION engine.stop_waiting(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION engine.stop_waiting(uuid[]) TO belfry_app, belfry_engine;
