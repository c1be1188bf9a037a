#!/usr/bin/env bash
# Starts the development Postgres; the arguments are those of the server. The official image reads names and passwords
# only when its data folder is empty. If there are data, this script therefore sets them first, on a server that
# listens only on its socket. That server needs the same arguments, because it refuses to start with replication slots
# if `wal_level` is lower. If the names and passwords cannot be set, the container ends with the error in its log.
set -euo pipefail

if [ -s "$PGDATA/PG_VERSION" ]; then
  pg_ctl --wait --timeout=300 --silent --options="$* -c listen_addresses=''" start
  status=0
  bash "$(dirname "$0")/10-powersync.sh" || status=$?
  pg_ctl --wait --mode=fast --silent stop
  [ "$status" = 0 ] || exit "$status"
fi
exec docker-entrypoint.sh postgres "$@"
