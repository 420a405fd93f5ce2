#!/bin/sh
# Of PostgreSQL's image, when it makes the database.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$BELFRY_DB_PASSWORD" -v pgbouncer_password="$PGBOUNCER_PASSWORD" \
  -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f /etc/belfry/roles.sql
