#!/bin/sh
# Writes what compose.yaml asks for, made at random, into .env beside it, for its owner's eyes. Keep a copy where the backups
# are: without ENCRYPTION_KEY the sealed secrets of contact points are lost. To another file: `deploy/secrets.sh other.env`.
set -eu
file=${1:-"$(dirname "$0")/../.env"}
umask 077
# Never in place of one that is there: its secrets open what is stored.
set -C
for name in POSTGRES_PASSWORD BELFRY_DB_PASSWORD PGBOUNCER_PASSWORD RABBITMQ_PASSWORD GRAFANA_PASSWORD ENCRYPTION_KEY; do
  printf '%s=%s\n' "$name" "$(od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n')"
done >"$file"
