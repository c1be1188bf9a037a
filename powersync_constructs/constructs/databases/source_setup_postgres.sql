-- Sets up a Postgres database as the source database of PowerSync, or only checks it. psql 15 or newer runs this script
-- as an administrator. A second run changes nothing but the password, which it sets again.
--
-- The variables of libpq (PGHOST, …) contain the connection. SOURCE_USERNAME, SOURCE_PASSWORD and SLOT_NAME_PREFIX
-- contain settings of the instance, OPTIONS contains the options as JSON. With CHECK=true, nothing is changed.
--
-- Each row of `findings` names a difference from the wanted state, and the statement that removes it:
--   setup    the setup executes the statement
--   problem  only an administrator can remove the difference; the script fails
--   note     the service works, but the administrator should know it

\set QUIET on
\set ON_ERROR_STOP on
\set VERBOSITY terse
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on

\getenv role SOURCE_USERNAME
\getenv password SOURCE_PASSWORD
\getenv prefix SLOT_NAME_PREFIX
\getenv options OPTIONS
\getenv check CHECK

SET search_path = pg_catalog;  -- no function of the app's schemas may replace one that this script calls

PREPARE findings(text) AS
WITH
options AS (
  SELECT
    (given ->> 'all_tables')::bool AS all_tables,
    (given ->> 'bypass_rls')::bool AS bypass_rls,
    given -> 'tables' AS tables,
    given -> 'replica_identity_full' AS replica_identity_full,
    given -> 'default_privileges_of' AS default_privileges_of
  FROM (SELECT :'options'::jsonb AS given) AS parsed
),
role AS (
  SELECT found.oid, rolcanlogin, rolreplication, rolbypassrls, coalesce(rolsuper, false) AS rolsuper
  FROM (SELECT :'role' AS name) AS wanted LEFT JOIN pg_roles AS found ON found.rolname = wanted.name
),
publication AS (
  SELECT oid, puballtables, pubinsert AND pubupdate AND pubdelete AND pubtruncate AS publishes_all,
    coalesce((to_jsonb(found) ->> 'pubviaroot')::bool, false) AS via_root  -- no such column before Postgres 13
  FROM pg_publication AS found WHERE pubname = 'powersync'
),
listed AS (
  SELECT entry ->> 0 AS schema_name, entry ->> 1 AS name, format('%I.%I', entry ->> 0, entry ->> 1) AS qualified,
    options.replica_identity_full @> jsonb_build_array(entry) AS full_identity
  FROM options, jsonb_array_elements(options.tables || options.replica_identity_full) AS entry
  GROUP BY entry, options.replica_identity_full
),
relation AS (
  SELECT c.oid, n.nspname AS schema_name, c.relname AS name, format('%I.%I', n.nspname, c.relname) AS qualified,
    coalesce(pg_partition_root(c.oid), c.oid) AS root, c.relkind, c.relreplident, c.relrowsecurity,
    CASE c.relreplident
      WHEN 'd' THEN EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary AND indimmediate)
      WHEN 'i' THEN EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisreplident)
      ELSE true  -- FULL, or NOTHING, which is never set by accident
    END OR c.relkind = 'p' AS has_identity  -- Postgres uses the identity of the partitions
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
),
wanted AS (
  SELECT relation.*, own.qualified IS NOT NULL AS is_listed,
    coalesce(own.full_identity, false) OR coalesce(parent.full_identity, false) AS full_identity
  FROM relation
    JOIN options ON true
    JOIN relation AS top ON top.oid = relation.root
    LEFT JOIN listed AS own ON own.qualified = relation.qualified
    LEFT JOIN listed AS parent ON parent.qualified = top.qualified
  WHERE options.all_tables OR own.qualified IS NOT NULL OR parent.qualified IS NOT NULL
),
unidentified AS (
  SELECT root FROM wanted WHERE NOT has_identity AND NOT full_identity
),
missing_settings AS (
  SELECT 10 AS step, 'problem' AS kind, 'the server is a standby, and PowerSync needs the primary' AS what,
    'connect to the primary' AS fix
  WHERE pg_is_in_recovery()
  UNION ALL
  SELECT 11, 'problem', format('wal_level is %L, and logical replication needs logical', current_setting('wal_level')),
    'ALTER SYSTEM SET wal_level = logical; restart Postgres'
  WHERE current_setting('wal_level') <> 'logical'
  UNION ALL
  SELECT 12, 'problem',
    format('max_replication_slots is %s, and others use %s, so an instance does not have 2', most, used),
    format('ALTER SYSTEM SET max_replication_slots = %s; restart Postgres', used + 2)
  FROM (
    SELECT current_setting('max_replication_slots')::int AS most, count(*) AS used
    FROM pg_replication_slots
    WHERE NOT starts_with(slot_name, :'prefix') OR database IS DISTINCT FROM current_database()
  ) AS slots
  WHERE most < used + 2
  UNION ALL
  SELECT 13, 'problem',
    format('max_wal_senders is %s, and others use %s, so an instance does not have 2', most, used),
    format('ALTER SYSTEM SET max_wal_senders = %s; restart Postgres', used + 2)
  FROM (
    SELECT current_setting('max_wal_senders')::int AS most, count(*) AS used
    FROM pg_stat_replication WHERE usename IS DISTINCT FROM :'role'
  ) AS senders
  WHERE most < used + 2
  UNION ALL
  SELECT 14, 'note', 'max_slot_wal_keep_size is unlimited, so the WAL of a stopped instance can fill the disk',
    'ALTER SYSTEM SET max_slot_wal_keep_size = <size of the disk that may be used>; SELECT pg_reload_conf()'
  WHERE current_setting('max_slot_wal_keep_size', true) = '-1'
  UNION ALL
  SELECT 15, 'note', format('idle_replication_slot_timeout is %s, after which the slot of a stopped instance is lost',
    current_setting('idle_replication_slot_timeout', true)),
    'ALTER SYSTEM SET idle_replication_slot_timeout = 0; SELECT pg_reload_conf()'
  WHERE current_setting('idle_replication_slot_timeout', true) <> '0'  -- new in Postgres 18
),
missing_role AS (
  SELECT 20 AS step, 'setup' AS kind, format('role %I does not exist', :'role') AS what,
    format('CREATE ROLE %I', :'role') AS fix
  FROM role WHERE oid IS NULL
  UNION ALL
  SELECT 21, 'setup', format('role %I cannot log in', :'role'), format('ALTER ROLE %I LOGIN', :'role')
  FROM role WHERE rolcanlogin IS NOT TRUE
  UNION ALL
  SELECT 22, 'setup', format('role %I cannot replicate', :'role'),
    CASE WHEN rds.oid IS NULL THEN format('ALTER ROLE %I REPLICATION', :'role')
    ELSE format('GRANT rds_replication TO %I', :'role') END  -- Amazon RDS allows REPLICATION to no role
  FROM role LEFT JOIN pg_roles AS rds ON rds.rolname = 'rds_replication'
  WHERE NOT role.rolsuper AND role.rolreplication IS NOT TRUE AND pg_has_role(role.oid, rds.oid, 'MEMBER') IS NOT TRUE
  UNION ALL
  SELECT 23, 'setup', format('row-level security hides rows from role %I, without an error (PSYNC_S1145)', :'role'),
    format('ALTER ROLE %I BYPASSRLS', :'role')
  FROM role, options WHERE options.bypass_rls AND NOT rolsuper AND rolbypassrls IS NOT TRUE
  UNION ALL
  SELECT 24, 'note',
    format('row-level security hides the rows of %s that no policy allows to role %I', qualified, :'role'),
    format('CREATE POLICY powersync ON %s FOR SELECT TO %I USING (true)', qualified, :'role')
  FROM role, options, wanted
  WHERE relrowsecurity AND NOT options.bypass_rls AND NOT rolsuper AND rolbypassrls IS NOT TRUE
  UNION ALL
  SELECT 25, 'note', format('role %I is a superuser, and PowerSync only needs to read', :'role'),
    format('ALTER ROLE %I NOSUPERUSER', :'role')
  FROM role WHERE rolsuper
),
missing_privileges AS (
  SELECT 30 AS step, 'setup' AS kind, format('role %I cannot connect to the database', :'role') AS what,
    format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'role') AS fix
  FROM role WHERE has_database_privilege(oid, current_database(), 'CONNECT') IS FALSE
  UNION ALL
  SELECT DISTINCT 31, 'setup', format('role %I cannot use schema %I', :'role', schema_name),
    format('GRANT USAGE ON SCHEMA %I TO %I', schema_name, :'role')
  FROM role, wanted WHERE has_schema_privilege(role.oid, schema_name, 'USAGE') IS NOT TRUE
  UNION ALL
  SELECT 32, 'setup', format('role %I cannot read table %s', :'role', qualified),
    format('GRANT SELECT ON TABLE %s TO %I', qualified, :'role')
  FROM role, wanted WHERE has_table_privilege(role.oid, wanted.oid, 'SELECT') IS NOT TRUE
  UNION ALL
  SELECT 33, 'setup', format('role %I cannot read the future %s of role %I', :'role', lower(word), owner),
    format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT %s ON %s TO %I', owner, privilege, word, :'role')
  FROM role, options, jsonb_array_elements_text(options.default_privileges_of) AS owner,
    (VALUES ('n', 'SCHEMAS', 'USAGE'), ('r', 'TABLES', 'SELECT')) AS future(objects, word, privilege)
  WHERE NOT EXISTS (
    SELECT FROM pg_default_acl AS acl
      JOIN pg_roles AS creator ON creator.oid = acl.defaclrole, aclexplode(acl.defaclacl) AS granted
    WHERE creator.rolname = owner AND acl.defaclnamespace = 0 AND acl.defaclobjtype = objects::"char"
      AND granted.grantee = role.oid AND granted.privilege_type = privilege
  )
),
missing_tables AS (
  SELECT 40 AS step, 'problem' AS kind, format('table %s does not exist', listed.qualified) AS what,
    'create the table, or remove it from the props' AS fix
  FROM listed LEFT JOIN relation ON relation.qualified = listed.qualified WHERE relation.oid IS NULL
  UNION ALL
  SELECT 41, 'setup', format('table %s does not have REPLICA IDENTITY FULL', qualified),
    format('ALTER TABLE %s REPLICA IDENTITY FULL', qualified)
  FROM wanted WHERE full_identity AND relkind = 'r' AND relreplident <> 'f'
  UNION ALL
  SELECT 42, 'problem',
    format('table %s has no primary key, so UPDATE and DELETE would fail in the publication', qualified),
    format('add a primary key, or name it in replica_identity_full: ALTER TABLE %s REPLICA IDENTITY FULL', qualified)
  FROM wanted WHERE NOT has_identity AND NOT full_identity
),
missing_publication AS (
  SELECT 50 AS step, CASE WHEN all_tables AND EXISTS (SELECT FROM unidentified) THEN 'problem' ELSE 'setup' END AS kind,
    'publication powersync does not exist (PSYNC_S1141)' AS what,
    'CREATE PUBLICATION powersync' || CASE WHEN all_tables THEN ' FOR ALL TABLES' ELSE '' END AS fix
  FROM options WHERE NOT EXISTS (SELECT FROM publication)
  UNION ALL
  SELECT 51, 'problem', CASE WHEN puballtables THEN 'publication powersync contains all tables, not the listed ones'
    ELSE 'publication powersync contains listed tables, not all' END,
    'scale the replicators to 0; DROP PUBLICATION powersync; run the setup again; scale the replicators up'
  FROM publication, options WHERE puballtables <> all_tables
  UNION ALL
  SELECT 52, 'setup', 'publication powersync does not publish all changes (PSYNC_S1142)',
    'ALTER PUBLICATION powersync SET (publish = ''insert, update, delete, truncate'')'
  FROM publication WHERE NOT publishes_all
  UNION ALL
  SELECT 53, 'setup', 'publication powersync publishes changes by the partitioned table (PSYNC_S1143)',
    'ALTER PUBLICATION powersync SET (publish_via_partition_root = false)'
  FROM publication WHERE via_root
  UNION ALL
  SELECT 54, 'setup', format('publication powersync does not contain table %s', qualified),
    format('ALTER PUBLICATION powersync ADD TABLE %s', qualified)
  FROM wanted, options
  WHERE NOT all_tables AND is_listed AND wanted.oid NOT IN (SELECT root FROM unidentified)
    AND NOT EXISTS (SELECT FROM publication WHERE puballtables)
    AND NOT EXISTS (
      SELECT FROM pg_publication_rel JOIN publication ON prpubid = publication.oid WHERE prrelid = wanted.oid
    )
  UNION ALL
  SELECT 55, 'setup', format('publication powersync contains table %s, which is not listed', relation.qualified),
    format('ALTER PUBLICATION powersync DROP TABLE %s', relation.qualified)
  FROM options, pg_publication_rel JOIN publication ON prpubid = publication.oid JOIN relation ON relation.oid = prrelid
  WHERE NOT all_tables AND relation.qualified NOT IN (SELECT qualified FROM listed)
)
SELECT CASE $1 WHEN 'setup' THEN fix ELSE format('%s: %s. Fix: %s', $1, what, fix) END
FROM (
  TABLE missing_settings
  UNION ALL TABLE missing_role
  UNION ALL TABLE missing_privileges
  UNION ALL TABLE missing_tables
  UNION ALL TABLE missing_publication
) AS finding
WHERE kind = $1 OR kind = 'setup' AND $1 = 'problem'
ORDER BY step, what;

SELECT :'role' = current_user AS is_administrator, :'check' = 'true' AS only_check \gset

\if :is_administrator
  DO 'BEGIN RAISE EXCEPTION ''the user of the source is the administrator itself; give PowerSync its own role''; END';
\endif

\if :only_check
  BEGIN TRANSACTION READ ONLY;
\else
  BEGIN;
  SET LOCAL lock_timeout = '10s';  -- the Job tries again; the queries of the app must not wait behind this script
  SELECT FROM pg_advisory_xact_lock(hashtext('powersync source setup'));
  EXECUTE findings('setup');
  EXECUTE findings('setup') \gexec

  -- the server must not log or record the password; only a superuser can switch this off
  SELECT FROM (
    VALUES ('log_statement', 'none'), ('log_min_duration_statement', '-1'), ('log_min_error_statement', 'panic'),
      ('pg_stat_statements.track_utility', 'off')
  ) AS silent(name, value), set_config(name, value, true)
  WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
  SELECT format('ALTER ROLE %I PASSWORD %L', :'role', :'password') \gexec
\endif

EXECUTE findings('note');
EXECUTE findings('problem');
SELECT :ROW_COUNT > 0 AS failed \gset
COMMIT;

\if :failed
  DO 'BEGIN RAISE EXCEPTION ''the source database is not ready; the lines above name each problem and its fix''; END';
\endif

-- logs in as the service does: the password and pg_hba.conf
\setenv PGPASSWORD :password
\connect - :"role"
\echo The source database is ready.
