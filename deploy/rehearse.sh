#!/bin/sh
# Puts a backup back in a folder of its own and shows it on this machine alone, with the keys of the installation: proof that it serves.
# `sudo sh deploy/rehearse.sh FILE [PORT]`; Ctrl-C ends it and wipes the folder. No mail leaves: it falls into the rehearsal's mailbox.
set -eu

die() { printf 'Arrêt : %s\n' "$*" >&2; exit 1; }

[ $# -ge 1 ] || die "indiquez la sauvegarde : sh deploy/rehearse.sh /var/backups/labo/labo-2026-11-24.tar.gz [port]"
file=$1 port=${2:-8001}
[ -r "$file" ] || die "« $file » est introuvable ou illisible."
file=$(cd "$(dirname "$file")" && pwd -P)/${file##*/}
cd "$(dirname "$0")/.."
settings=${LABO_ETC:-/etc/labo}/labo.env
if [ -r "$settings" ]; then
	set -a
	. "$settings"
	set +a
fi
# Of the installation, the keys alone: neither its base, nor its files, nor its mail server, nor its queue.
unset EMAIL_URL REDIS_URL BROKER_URL MEDIA_ROOT ALLOWED_HOSTS TRUSTED_PROXY_COUNT TICK_SECONDS BIND DEBUG
folder=$(mktemp -d "${TMPDIR:-/tmp}/labo-essai.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
export DEMO=1 VAR_DIR="$folder" PORT="$port" SITE_URL="http://localhost:$port"
export DATABASE_URL="${REHEARSAL_DATABASE_URL:-sqlite:///$folder/labo.sqlite3}"
.venv/bin/python manage.py restore "$file"
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python manage.py serve --port "$port"
