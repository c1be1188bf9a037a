#!/usr/bin/env bash
# Sets up a MySQL database as the source database of PowerSync, or only checks it. It needs MySQL 8.0.22 or newer, and
# runs as an administrator. A second run changes nothing but the password, which it sets again.
#
# MYSQL_HOST, MYSQL_TCP_PORT, ADMIN_USERNAME, ADMIN_PASSWORD and the option file CLIENT_OPTIONS contain the connection.
# SOURCE_DATABASE, SOURCE_USERNAME and SOURCE_PASSWORD contain settings of the instance, OPTIONS contains the options as
# JSON. With CHECK=true, nothing is changed.
#
# Exit status: 2 if the server cannot be reached, 3 if something is missing.
#
# No braces around a variable: a Flux Kustomization with `postBuild` replaces those in manifests.
set -euo pipefail

client() { # runs SQL from standard input as the user $1
  mysql --defaults-file="$CLIENT_OPTIONS" --batch --raw --skip-column-names --default-character-set=utf8mb4 --user="$1"
}

administrator() {
  { echo "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';" && cat; } |
    MYSQL_PWD="$ADMIN_PASSWORD" client "$ADMIN_USERNAME"
}

literal() { # a string literal; with NO_BACKSLASH_ESCAPES, only the quote has a special meaning
  printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"
}

account() {
  printf "%s@'%%'" "$(literal "$SOURCE_USERNAME")"
}

report() { # kind, what, fix
  printf '%s: %s. Fix: %s\n' "$@"
}

problem() {
  report problem "$@"
  failed=true
}

settings() {
  administrator <<'SQL'
SHOW GLOBAL VARIABLES WHERE Variable_name IN (
  'gtid_mode', 'enforce_gtid_consistency', 'log_bin', 'binlog_format', 'binlog_row_image', 'server_id',
  'binlog_expire_logs_seconds', 'partial_revokes'
);
SQL
}

setting() { # the value of a variable of the server; nothing if the server does not have it
  printf %s "$found" | sed -n "s/^$1"$'\t'"//p"
}

check_server() {
  local wanted name
  case "$(administrator <<<'SELECT VERSION();')" in
    *MariaDB*) problem 'the server is MariaDB, which PowerSync does not support' 'use MySQL 5.7 or newer' ;;
  esac
  if [ -n "$(administrator <<<'SHOW REPLICA STATUS;')" ]; then
    problem 'the server is a replica, and PowerSync needs the primary' 'connect to the primary'
  fi
  for wanted in gtid_mode=ON enforce_gtid_consistency=ON log_bin=ON binlog_format=ROW binlog_row_image=FULL; do
    name="$(printf %s "$wanted" | cut -d= -f1)"
    if [ "$name=$(setting "$name")" != "$wanted" ]; then
      problem "$name is '$(setting "$name")', and PowerSync needs $wanted" \
        "add $wanted to the section [mysqld] of the server's option file; restart MySQL"
    fi
  done
  if [ "$(setting server_id)" = 0 ]; then
    problem 'server_id is 0, so the server accepts no replica' 'SET PERSIST server_id = 1'
  fi
  case "$(setting binlog_expire_logs_seconds)" in
    [1-9] | [1-9]? | [1-9]?? | [1-9]??? | [1-7]????)
      report note 'the server removes binary logs after less than a day, so a long stop makes PowerSync start again' \
        'SET PERSIST binlog_expire_logs_seconds = 604800'
      ;;
  esac
}

# Prints an expression of each thing that the user lacks. The steps before 5 have a statement that a setup executes.
# In a GRANT for a whole database, `_` and `%` in its name are wildcards, unless the server has `partial_revokes`.
missing() {
  administrator <<SQL
SET @user = $(literal "$SOURCE_USERNAME"), @schema = $(literal "$SOURCE_DATABASE"), @options = $(literal "$OPTIONS");
SET @account = CONCAT('''', REPLACE(@user, '''', ''''''), '''@''%''');
SET @grantee = CAST(CONCAT('''', @user, '''@''%''') AS BINARY);
SET @pattern = IF('$(setting partial_revokes)' = 'ON', @schema, REPLACE(REPLACE(@schema, '_', '\_'), '%', '\%'));
$(cat <<'QUERY'
WITH
listed AS (
  SELECT schema_name, name, CONCAT('`', REPLACE(schema_name, '`', '``'), '`.`', REPLACE(name, '`', '``'), '`') AS quoted
  FROM JSON_TABLE(@options, '$.tables[*]' COLUMNS (
    schema_name VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[0]',
    name VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[1]'
  )) AS entry
),
present AS (
  SELECT quoted, schema_name, name, table_name IS NOT NULL AS does_exist
  FROM listed LEFT JOIN information_schema.tables AS found
    ON CAST(table_schema AS BINARY) = CAST(schema_name AS BINARY) AND CAST(table_name AS BINARY) = CAST(name AS BINARY)
),
granted AS (
  SELECT '%' AS pattern, '%' AS name, privilege_type FROM information_schema.user_privileges
  WHERE CAST(grantee AS BINARY) = @grantee
  UNION ALL
  SELECT table_schema, '%', privilege_type FROM information_schema.schema_privileges
  WHERE CAST(grantee AS BINARY) = @grantee
  UNION ALL
  SELECT table_schema, table_name, privilege_type FROM information_schema.table_privileges
  WHERE CAST(grantee AS BINARY) = @grantee
),
readable AS (
  SELECT CAST(pattern AS BINARY) AS pattern, CAST(name AS BINARY) AS name FROM granted WHERE privilege_type = 'SELECT'
),
finding AS (
  SELECT 1 AS step, CONCAT('user ', @account, ' does not exist') AS what,
    CONCAT('CREATE USER ', @account, ' ACCOUNT LOCK') AS fix
  FROM DUAL
  WHERE NOT EXISTS (SELECT 1 FROM mysql.user WHERE CAST(user AS BINARY) = CAST(@user AS BINARY) AND host = '%')
  UNION ALL
  SELECT 2, CONCAT('user ', @account, ' does not have the privilege ', privilege),
    CONCAT('GRANT ', privilege, ' ON *.* TO ', @account)
  FROM (
    SELECT 'REPLICATION SLAVE' AS privilege, 'REPLICATION SLAVE' AS also
    UNION ALL SELECT 'REPLICATION CLIENT', 'BINLOG MONITOR'  -- the name in MariaDB
  ) AS needed
  WHERE NOT EXISTS (SELECT 1 FROM granted WHERE pattern = '%' AND privilege_type IN (privilege, also))
  UNION ALL
  SELECT 3, CONCAT('user ', @account, ' cannot read database ', @schema),
    CONCAT('GRANT SELECT ON `', REPLACE(@pattern, '`', '``'), '`.* TO ', @account)
  FROM DUAL
  WHERE JSON_EXTRACT(@options, '$.all_tables') = true
    AND NOT EXISTS (SELECT 1 FROM readable WHERE pattern IN ('%', CAST(@pattern AS BINARY)) AND name = '%')
  UNION ALL
  SELECT 4, CONCAT('user ', @account, ' cannot read table ', quoted),
    CONCAT('GRANT SELECT ON TABLE ', quoted, ' TO ', @account)
  FROM present
  WHERE does_exist AND NOT EXISTS (
    SELECT 1 FROM readable
    WHERE readable.pattern IN ('%', CAST(present.schema_name AS BINARY), CAST(@pattern AS BINARY))
      AND readable.name IN ('%', CAST(present.name AS BINARY))
  )
  UNION ALL
  SELECT 5, CONCAT('table ', quoted, ' does not exist'), 'create the table, or remove it from the props'
  FROM present WHERE NOT does_exist
)
QUERY
)
SELECT $1 FROM finding WHERE $2 ORDER BY step, what;
SQL
}

check_user() {
  local lines
  lines="$(missing "CONCAT('problem: ', what, '. Fix: ', fix)" true)"
  if [ -n "$lines" ]; then
    echo "$lines"
    failed=true
  fi
}

set_up_user() {
  local statements
  statements="$(missing "CONCAT(fix, ';')" 'step < 5')"
  if [ -n "$statements" ]; then
    echo "$statements"
    echo "$statements" | administrator
  fi
  echo "ALTER USER $(account) IDENTIFIED BY $(literal "$SOURCE_PASSWORD") ACCOUNT UNLOCK;" | administrator
}

failed=false
if [ "$SOURCE_USERNAME" = "$ADMIN_USERNAME" ]; then
  problem 'the user of the source is the administrator itself' 'give PowerSync its own user'
  exit 3
fi
administrator <<<'SELECT 1;' >/dev/null || exit 2
found="$(settings)"
if [ "$CHECK" != true ]; then set_up_user; fi
check_server
check_user
if [ "$failed" = true ]; then
  echo 'The source database is not ready; the lines above name each problem and its fix.' >&2
  exit 3
fi
echo 'SELECT 1;' | MYSQL_PWD="$SOURCE_PASSWORD" client "$SOURCE_USERNAME" >/dev/null || exit 3
echo 'The source database is ready.'
