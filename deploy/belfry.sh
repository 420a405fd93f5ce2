#!/bin/sh
# The `belfry` command inside a container: `docker compose exec belfry-api belfry doctor`.
exec node /belfry/apps/server/main.ts "$@"
