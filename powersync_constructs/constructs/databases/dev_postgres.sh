#!/usr/bin/env bash
# Makes what a PowerSync instance needs in a development Postgres: the role that PowerSync replicates with, its
# publication, and the bucket storage database with its owner. The script can run again: it sets the current passwords,
# and renames a role or database that it made under an earlier name, which keeps its content and privileges.
#
# The official image runs this file once, when its data folder is empty. It sources a file that is not executable, such
# as a file of a ConfigMap: the subshell keeps what is set here out of the image's own script. Before each later start
# of the server, start.bash runs this file.
#
# Names and passwords reach psql through the environment, never on a command line; a statement that fails is not logged.
(
  set -euo pipefail

  # no braces around a variable: a Flux Kustomization with `postBuild` replaces those in manifests
  for name in POSTGRES_USER POSTGRES_PASSWORD POSTGRES_DB SOURCE_USERNAME SOURCE_PASSWORD STORAGE_DATABASE \
    STORAGE_USERNAME STORAGE_PASSWORD; do
    [ -n "$(printenv "$name")" ] || { echo "$name is not set" >&2; exit 1; }
  done

  export PGUSER="$POSTGRES_USER" PGOPTIONS='-c log_min_error_statement=panic'
  run_sql() { PGDATABASE="$1" psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --quiet; }

  # A comment marks what this script made. Two names may be exchanged, so each first gets its comment as its name.
  run_sql postgres <<'SQL'
\getenv admin POSTGRES_USER
\getenv admin_password POSTGRES_PASSWORD
\getenv source_database POSTGRES_DB
\getenv source_username SOURCE_USERNAME
\getenv source_password SOURCE_PASSWORD
\getenv storage_database STORAGE_DATABASE
\getenv storage_username STORAGE_USERNAME
\getenv storage_password STORAGE_PASSWORD

BEGIN;
CREATE TEMPORARY TABLE roles (comment, name) AS
  VALUES ('PowerSync source', :'source_username'), ('PowerSync storage', :'storage_username');
CREATE TEMPORARY TABLE databases (comment, name) AS
  VALUES ('PowerSync source', :'source_database'), ('PowerSync storage', :'storage_database');

SELECT format('ALTER ROLE %I RENAME TO %I', rolname, comment)
  FROM pg_roles JOIN roles ON shobj_description(oid, 'pg_authid') = comment WHERE rolname <> name \gexec
SELECT format('ALTER ROLE %I RENAME TO %I', comment, name) FROM pg_roles JOIN roles ON rolname = comment \gexec
SELECT format('CREATE ROLE %I', name) FROM roles WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE :"admin" PASSWORD :'admin_password';
ALTER ROLE :"source_username" LOGIN REPLICATION BYPASSRLS PASSWORD :'source_password';
ALTER ROLE :"storage_username" LOGIN PASSWORD :'storage_password';
SELECT format('COMMENT ON ROLE %I IS %L', name, comment) FROM roles \gexec

SELECT format('ALTER DATABASE %I RENAME TO %I', datname, comment)
  FROM pg_database JOIN databases ON shobj_description(oid, 'pg_database') = comment WHERE datname <> name \gexec
SELECT format('ALTER DATABASE %I RENAME TO %I', comment, name) FROM pg_database JOIN databases ON datname = comment \gexec
COMMIT;

SELECT format('CREATE DATABASE %I', name) FROM databases WHERE name NOT IN (SELECT datname FROM pg_database) \gexec
ALTER DATABASE :"storage_database" OWNER TO :"storage_username";
SELECT format('COMMENT ON DATABASE %I IS %L', name, comment) FROM databases \gexec
SQL

  run_sql "$POSTGRES_DB" <<'SQL'
\getenv source_username SOURCE_USERNAME

GRANT USAGE ON SCHEMA public TO :"source_username";
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :"source_username";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO :"source_username";
SELECT 'CREATE PUBLICATION powersync FOR ALL TABLES'
  WHERE NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'powersync') \gexec
SQL
)
