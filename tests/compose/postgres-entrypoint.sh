#!/bin/sh
# Makes the database at the first start, as the official image's variables say, and becomes the server.
set -eu

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

make_cluster() {
    secret=$(mktemp)
    if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then cat "$POSTGRES_PASSWORD_FILE"; else printf '%s' "$POSTGRES_PASSWORD"; fi > "$secret"
    # Split on purpose: these are several words.
    # shellcheck disable=SC2086
    initdb --pgdata "$PGDATA" --username "$user" --pwfile "$secret" ${POSTGRES_INITDB_ARGS:-}
    rm "$secret"
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    # Nobody reaches it until all is made.
    pg_ctl --pgdata "$PGDATA" --options "-c listen_addresses=''" --wait start
    [ "$database" = postgres ] || createdb --username "$user" "$database"
    for script in /docker-entrypoint-initdb.d/*.sql; do
        [ ! -e "$script" ] || psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$user" --dbname "$database" --file "$script"
    done
    pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
}

[ -s "$PGDATA/PG_VERSION" ] || make_cluster
exec "$@" -c "listen_addresses=*"
