-- Run once, as superuser, in the new database `belfry`, by belfry.sh. A managed PostgreSQL needs none of this: there the
-- owner's URL is given to Belfry, and the pool in front of it is the vendor's.

-- No superuser: row-level security would not bind it. It makes the four roles of the application by itself.
CREATE ROLE belfry LOGIN CREATEROLE PASSWORD :'owner_password';
ALTER DATABASE belfry OWNER TO belfry;

-- PgBouncer asks here how a client proves who it is, and for nothing else.
CREATE ROLE pgbouncer LOGIN PASSWORD :'pgbouncer_password';
CREATE SCHEMA pgbouncer;
GRANT USAGE ON SCHEMA pgbouncer TO pgbouncer;
CREATE FUNCTION pgbouncer.find_role(asked text) RETURNS TABLE (name text, verifier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  SELECT rolname::text, rolpassword FROM pg_authid
  WHERE rolname = asked AND rolcanlogin AND rolname IN ('belfry_app', 'belfry_engine', 'belfry_identity', 'belfry_sandbox');
END;
REVOKE ALL ON FUNCTION pgbouncer.find_role(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pgbouncer.find_role(text) TO pgbouncer;
