# Stands in for postgres:17-alpine where that can't be pulled: Debian's own PostgreSQL, of which
# docker-compose.postgresql.yml can tell no difference.
FROM debian:bookworm-slim
# As the image on Alpine has them.
RUN groupadd --gid 70 postgres && useradd --uid 70 --gid 70 --home-dir /var/lib/postgresql postgres \
 && apt-get update -qq \
 && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql postgresql-contrib > /dev/null \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -m 0700 -o 70 -g 70 /var/lib/postgresql/data && install -d -m 3777 -o 70 -g 70 /var/run/postgresql \
 && ln -s /usr/lib/postgresql/*/bin/* /usr/local/bin/
COPY --chmod=0755 postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
ENV PGDATA=/var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
