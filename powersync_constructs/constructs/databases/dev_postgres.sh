#!/usr/bin/env bash
# Makes what a PowerSync instance needs in a throw-away Postgres: in the source database ($POSTGRES_DB, already there)
# the role that PowerSync replicates with and its publication; then the bucket storage and the role that owns it.
#
# The official image runs this once, when its data folder is empty. A file that is not executable, as in a ConfigMap,
# it sources: the subshell keeps what is set here out of the image's own script.
#
# Names and passwords reach psql through the environment, never on a command line; a statement that fails is not logged.
(
  set -euo pipefail

  # no braces around a variable: a Flux Kustomization with `postBuild` replaces those in manifests
  for name in POSTGRES_USER POSTGRES_DB SOURCE_USERNAME SOURCE_PASSWORD STORAGE_DATABASE STORAGE_USERNAME STORAGE_PASSWORD; do
    [ -n "$(printenv "$name")" ] || { echo "$name is not set" >&2; exit 1; }
  done

  export PGUSER="$POSTGRES_USER" PGDATABASE="$POSTGRES_DB" PGOPTIONS='-c log_min_error_statement=panic'

  psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --quiet <<'SQL'
\getenv source_username SOURCE_USERNAME
\getenv source_password SOURCE_PASSWORD
\getenv storage_database STORAGE_DATABASE
\getenv storage_username STORAGE_USERNAME
\getenv storage_password STORAGE_PASSWORD

CREATE ROLE :"source_username" LOGIN REPLICATION BYPASSRLS PASSWORD :'source_password';
GRANT USAGE ON SCHEMA public TO :"source_username";
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :"source_username";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO :"source_username";
CREATE PUBLICATION powersync FOR ALL TABLES;

CREATE ROLE :"storage_username" LOGIN PASSWORD :'storage_password';
CREATE DATABASE :"storage_database" OWNER :"storage_username";
SQL
)
