#!/bin/sh
# What compose.yaml asks for, made at random: `deploy/secrets.sh >.env`. Keep a copy where the backups are: without
# ENCRYPTION_KEY the sealed secrets of contact points are lost.
set -eu
for name in POSTGRES_PASSWORD BELFRY_DB_PASSWORD PGBOUNCER_PASSWORD RABBITMQ_PASSWORD GRAFANA_PASSWORD ENCRYPTION_KEY; do
  printf '%s=%s\n' "$name" "$(od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n')"
done
