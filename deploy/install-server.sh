#!/bin/sh
# Installs Le Labo on a small server (Debian 12 or alike), as root: `make install-server`. May be run again: it changes only what differs.
# What it writes, and why, is told in docs/guide/installer.md.
set -eu
umask 022 # a root whose files are closed to all would install what the service cannot read
unset DEMO DEBUG

usage() {
	cat <<'TEXT'
Installe le Labo sur un petit serveur Debian : SQLite, systemd, Caddy.

  deploy/install-server.sh [options]        ou : make install-server ARGS="…"

  --site-url URL          adresse publique, https://labo.exemple.org
  --email-url URL         serveur d’envoi, smtp+tls://identifiant:mot-de-passe@hôte:587
  --mail-from ADRESSE     adresse d’expédition des courriels
  --data-contact ADRESSE  adresse pour les droits des personnes (RGPD)
  --admin-email ADRESSE   premier compte administrateur
  --admin-name NOM        son nom affiché
  --no-proxy              ne pas installer Caddy (un autre serveur web est devant)
  --code-only             poser le code et ses bibliothèques, rien d’autre (la mise à jour s’en sert)
  --update                le service est arrêté et « check » vient d’être fait (la mise à jour s’en sert)
  --dry-run               dire ce qui serait fait, sans rien faire
  --root DOSSIER          tout mettre sous ce dossier, sans toucher au système (essai)

Ce qui n’est pas donné est pris dans l’environnement (SITE_URL, EMAIL_URL, MAIL_FROM, DATA_CONTACT), repris de labo.env
s’il existe, ou demandé. Un mot de passe donné en option se voit dans la liste des processus : laissez-le demander.
Dossiers : LABO_CODE (/opt/labo), LABO_ETC (/etc/labo), LABO_VAR (/var/lib/labo), LABO_BACKUPS (/var/backups/labo),
LABO_UNITS (/etc/systemd/system), LABO_CADDY (/etc/caddy), LABO_BIN (/usr/local/bin) ; utilisateur : LABO_USER (labo) ; port : PORT (8000).
TEXT
}

say() { printf '%s\n' "$*"; }
warn() { printf 'Attention : %s\n' "$*" >&2; }
die() { printf 'Arrêt : %s\n' "$*" >&2; exit 1; }

site_url=${SITE_URL:-} email_url=${EMAIL_URL:-} mail_from=${MAIL_FROM:-} data_contact=${DATA_CONTACT:-} admin_email="" admin_name="" proxy=1 code_only="" update="" dry="" root=""
while [ $# -gt 0 ]; do
	case $1 in
	--site-url | --email-url | --mail-from | --data-contact | --admin-email | --admin-name | --root)
		[ $# -ge 2 ] || die "$1 attend une valeur."
		case $1 in
		--site-url) site_url=$2 ;;
		--email-url) email_url=$2 ;;
		--mail-from) mail_from=$2 ;;
		--data-contact) data_contact=$2 ;;
		--admin-email) admin_email=$2 ;;
		--admin-name) admin_name=$2 ;;
		--root) root=$2 ;;
		esac
		shift
		;;
	--no-proxy) proxy="" ;;
	--code-only) code_only=1 ;;
	--update) update=1 ;;
	--dry-run) dry=1 ;;
	-h | --help) usage; exit 0 ;;
	*) usage >&2; die "l’option $1 n’existe pas." ;;
	esac
	shift
done

here=$(cd "$(dirname "$0")/.." && pwd -P)
if [ -n "$root" ]; then
	[ -n "$dry" ] || mkdir -p "$root"
	case $root in /*) ;; *) root=$(pwd -P)/$root ;; esac
	LABO_USER=${LABO_USER:-$(id -un)}
fi
user=${LABO_USER:-labo}
code=${LABO_CODE:-$root/opt/labo}
etc=${LABO_ETC:-$root/etc/labo}
var=${LABO_VAR:-$root/var/lib/labo}
backups=${LABO_BACKUPS:-$root/var/backups/labo}
units=${LABO_UNITS:-$root/etc/systemd/system}
caddy=${LABO_CADDY:-$root/etc/caddy}
bin=${LABO_BIN:-$root/usr/local/bin}
settings=$etc/labo.env
for folder in "$code" "$etc" "$var" "$backups"; do
	case $folder in *[!A-Za-z0-9/._-]*) die "le dossier $folder contient un signe que systemd ne lirait pas tel quel." ;; esac
done

# --- What is done, or only told under --dry-run -----------------------------------------------------------------------

run() {
	if [ -n "$dry" ]; then say "  + $*"; else "$@"; fi
}

# write MODE OWNER FILE < content: in one move, and only when it differs.
write() {
	if [ -n "$dry" ]; then
		cat >/dev/null
		say "  + écrire $3 ($1, $2)"
		return
	fi
	(umask 077 && cat >"$3.new")
	chown "$2" "$3.new"
	chmod "$1" "$3.new"
	if cmp -s "$3.new" "$3"; then
		rm -f "$3.new"
		chown "$2" "$3"
		chmod "$1" "$3"
	else
		mv "$3.new" "$3"
		say "  $3"
	fi
}

folder() { run install -d -m "$1" -o "${2%:*}" -g "${2#*:}" "$3"; }

as_user() {
	if [ "$(id -un)" = "$user" ]; then "$@"; else setpriv --reuid="$user" --regid="$group" --clear-groups "$@"; fi
}

# The settings by hand and by this script are read in the same way; only the user of the service sees them.
with_settings() { # with_settings FILE.py ARGUMENT…
	if [ -n "$dry" ]; then
		say "  + (en tant que $user) $*"
	else
		(set -a && . "$settings" && set +a && cd "$code" && export HOME="$var" && as_user .venv/bin/python "$@")
	fi
}

manage() { with_settings manage.py "$@"; }

kept() { # kept NAME: what labo.env says of it
	[ -r "$settings" ] || return 0
	sed -n "s/^$1=//p" "$settings" | tail -n 1 | sed -e "s/^'\(.*\)'\$/\1/" -e 's/^"\(.*\)"$/\1/'
}

# with NAME VALUE < settings: the same settings, that one changed where it stands or added at the end; the rest stays as it was written.
with() {
	VALUE=$2 awk -v name="$1" '
		function line() { return name "=\047" ENVIRON["VALUE"] "\047" }
		index($0, name "=") == 1 { if (!done) print line(); done = 1; next }
		{ print }
		END { if (!done) print line() }'
}

# What is wrong with an answer, in words; nothing when it is well.
wrong_site() {
	case ${1%/} in
	https://?*/* | https://?*[!A-Za-z0-9.-]*) echo "l’adresse du site est seulement https:// et un nom, sans port ni chemin : $1" ;;
	https://?*) ;;
	*) echo "l’adresse du site commence par https:// : $1. Les cookies et les liens personnels ne passent pas en clair." ;;
	esac
}

wrong_relay() {
	case $1 in smtp://?* | smtp+tls://?* | smtp+ssl://?*) ;; *) echo "le serveur d’envoi s’écrit smtp+tls://identifiant:mot-de-passe@hôte:587" ;; esac
}

wrong_address() {
	case $1 in
	*[!A-Za-z0-9.@_+-]* | *@*@* | @* | *@) ;;
	?*@?*.?*) return 0 ;;
	esac
	echo "« $1 » n’est pas une adresse électronique."
}

wrong_sign() { # wrong_sign NAME VALUE: what neither a shell nor systemd would read as it is
	case $2 in
	*"'"* | *"
"*) echo "$1 contient une apostrophe ou un retour à la ligne. Dans une adresse, une apostrophe s’écrit %27." ;;
	esac
}

ask() { # ask NAME GIVEN QUESTION EXAMPLE CHECK → $answer; whoever sits at a terminal is asked again, the others are told and nothing is done
	answer=$2
	[ -n "$answer" ] || answer=$(kept "$1")
	asking=""
	[ -n "$answer" ] || [ -n "$dry" ] || [ ! -t 0 ] || asking=1
	while :; do
		[ -z "$asking" ] || question "$1" "$3 ($4)"
		[ -n "$answer" ] || [ -z "$dry" ] || answer=$4
		if [ -z "$answer" ]; then
			wrong="il manque $3. Donnez --$(printf %s "$1" | tr 'A-Z_' 'a-z-')."
		else
			wrong=$(wrong_sign "$1" "$answer")
			[ -n "$wrong" ] || wrong=$("$5" "$answer")
		fi
		[ -n "$wrong" ] || return 0
		[ -n "$asking" ] || die "$wrong"
		printf '  %s\n' "$wrong" >&2
	done
}

question() { # question NAME WORDS → $answer; a password is not shown
	printf '%s : ' "$2" >&2
	if [ "$1" = EMAIL_URL ]; then
		trap 'stty echo; echo >&2; exit 130' INT TERM HUP
		stty -echo
	fi
	read -r answer || { [ "$1" != EMAIL_URL ] || stty echo; echo >&2; die "pas de réponse : rien n’a été fait."; }
	if [ "$1" = EMAIL_URL ]; then
		stty echo
		trap - INT TERM HUP
		echo >&2
	fi
}

secret() { # secret NAME: the one there is, or a new one
	answer=$(kept "$1")
	[ -n "$answer" ] || answer=$(head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_')
}

# --- Before anything is written --------------------------------------------------------------------------------------

port=${PORT:-$(kept PORT)}
port=${port:-8000}
[ -n "$root" ] || [ -n "$dry" ] || [ "$(id -u)" = 0 ] || die "il faut être root : sudo make install-server"
if [ -z "$code_only" ]; then
	ask SITE_URL "$site_url" "l’adresse publique du site" "https://labo.example.org" wrong_site; site_url=${answer%/}
	ask EMAIL_URL "$email_url" "le serveur d’envoi" "smtp+tls://identifiant:mot-de-passe@smtp.example.org:587" wrong_relay; email_url=$answer
	ask MAIL_FROM "$mail_from" "l’adresse d’expédition" "journees@example.org" wrong_address; mail_from=$answer
	ask DATA_CONTACT "$data_contact" "l’adresse pour les droits des personnes" "rgpd@example.org" wrong_address; data_contact=$answer
	[ -z "$admin_email" ] || { wrong=$(wrong_address "$admin_email"); [ -z "$wrong" ] || die "$wrong"; }
fi
host=${site_url#https://}
[ -z "$dry" ] || say "Rien n’est fait : voici ce qui le serait."

# --- The system ------------------------------------------------------------------------------------------------------

say "1. Paquets et utilisateur"
if [ -n "$root" ]; then
	say "  (essai sous $root : ni paquet, ni utilisateur)"
else
	packages="python3-venv libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core ca-certificates make git"
	[ -z "$proxy" ] || packages="$packages caddy"
	missing=""
	for package in $packages; do
		dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
	done
	if [ -n "$missing" ]; then
		command -v apt-get >/dev/null || die "installez d’abord :$missing"
		run apt-get update -qq
		# shellcheck disable=SC2086
		run env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
	fi
	id "$user" >/dev/null 2>&1 || run useradd --system --user-group --home-dir "$var" --shell /usr/sbin/nologin "$user"
fi
group=$(id -gn "$user" 2>/dev/null || printf %s "$user")
owner=$(id -un)  # root, or whoever tries under --root: the service itself cannot change its own code
owners=$(id -gn)

say "2. Code dans $code"
if [ "$here" != "$code" ]; then
	folder 755 "$owner:$owners" "$code"
	if [ -n "$dry" ]; then
		say "  + copier $here dans $code, sans .venv ni var"
	else
		(cd "$here" && tar --exclude=./.venv --exclude=./var --exclude='*_cache' --exclude=__pycache__ -cf - .) |
			(cd "$code" && tar --no-same-owner -xf -)
		chmod -R go=rX "$code"
	fi
fi
# The system's Python: one that lives in a home folder (pyenv, uv) is closed to the service.
run make --no-print-directory -C "$code" PYTHON=/usr/bin/python3 .venv/.runtime
if [ -z "$dry" ]; then
	# Asked twice, from the inside: a process that starts another needs the file itself, not the rights of root at its start.
	as_user "$code/.venv/bin/python" -c 'import subprocess, sys; subprocess.check_call([sys.executable, "-c", ""])' 2>/dev/null ||
		die "l’utilisateur $user ne peut pas lancer $code/.venv/bin/python. Supprimez $code/.venv et relancez l’installation."
	(cd "$code" && .venv/bin/python -m compileall -q labo_ess contacts collectives events reports)
fi
[ -z "$code_only" ] || exit 0

say "3. Données et réglages"
folder 750 "$user:$group" "$var"
folder 750 "$user:$group" "$backups"
folder 750 "$owner:$group" "$etc"
secret SECRET_KEY; secret_key=$answer
secret LINK_KEY; link_key=$answer
secret MAIL_KEY; mail_key=$answer
database=$(kept DATABASE_URL)
proxies=$(kept TRUSTED_PROXY_COUNT)
if [ -r "$settings" ]; then cat "$settings"; else
	cat <<'TEXT'
# Réglages du Labo, lus par systemd et par la commande labo ; tous sont expliqués dans docs/settings.md.
# Une valeur est entre apostrophes. Après un changement : systemctl restart labo-web labo-worker
# Gardez une copie des trois clés hors de cette machine : sans elles, les liens déjà envoyés n’ouvrent plus rien.
TEXT
fi | with SECRET_KEY "$secret_key" | with LINK_KEY "$link_key" | with MAIL_KEY "$mail_key" | with SITE_URL "$site_url" |
	with DATABASE_URL "${database:-sqlite:///$var/labo.sqlite3}" | with VAR_DIR "$var" | with EMAIL_URL "$email_url" |
	with MAIL_FROM "$mail_from" | with DATA_CONTACT "$data_contact" | with PORT "$port" | with TRUSTED_PROXY_COUNT "${proxies:-1}" |
	write 640 "$owner:$group" "$settings"
[ -d "$bin" ] || folder 755 "$owner:$owners" "$bin"
sed -e "s|@CODE@|$code|g" -e "s|@ETC@|$etc|g" -e "s|@VAR@|$var|g" -e "s|@USER@|$user|g" "$here/deploy/labo" | write 755 "$owner:$owners" "$bin/labo"

say "4. Base de données"
with_settings deploy/tables.py ${update:+--checked} # check --deploy, migrate, createcachetable, collectstatic, load_reference

say "5. Services"
[ -d "$units" ] || folder 755 "$owner:$owners" "$units"
for unit in "$here"/deploy/systemd/*; do
	sed -e "s|@CODE@|$code|g" -e "s|@ETC@|$etc|g" -e "s|@VAR@|$var|g" -e "s|@BACKUPS@|$backups|g" -e "s|@USER@|$user|g" "$unit" |
		write 644 "$owner:$owners" "$units/${unit##*/}"
done
systemd=""
if [ -n "$root" ]; then
	say "  (essai : les services sont écrits, pas lancés)"
elif [ ! -d /run/systemd/system ]; then
	warn "systemd ne tourne pas ici : les services sont écrits dans $units, mais rien n’est lancé. Sans systemd : labo serve"
else
	systemd=1
	run systemctl daemon-reload
	run systemctl enable --quiet labo-web.service labo-worker.service labo-backup.timer labo-watch.timer
	run systemctl start labo-backup.timer
	restarted=$(date +%s)
	run systemctl restart labo-web.service labo-worker.service ||
		die "les services ne démarrent pas. Lisez : journalctl -u labo-web -u labo-worker -n 50"
fi

if [ -n "$proxy" ]; then
	say "6. Caddy, devant, avec le certificat"
	[ -d "$caddy" ] || folder 755 "$owner:$owners" "$caddy"
	sed -e "s|@HOST@|$host|g" -e "s|@PORT@|$port|g" "$here/deploy/Caddyfile" | write 644 "$owner:$owners" "$caddy/labo.caddy"
	if [ ! -e "$caddy/Caddyfile" ]; then
		echo "import labo.caddy" | write 644 "$owner:$owners" "$caddy/Caddyfile"
	elif ! grep -q '^import labo.caddy' "$caddy/Caddyfile"; then
		if grep -q 'root \* /usr/share/caddy' "$caddy/Caddyfile"; then # the page that the package shows
			run cp -p "$caddy/Caddyfile" "$caddy/Caddyfile.avant-labo"
			echo "import labo.caddy" | write 644 "$owner:$owners" "$caddy/Caddyfile"
		else
			{ cat "$caddy/Caddyfile"; echo; echo "import labo.caddy"; } | write 644 "$owner:$owners" "$caddy/Caddyfile"
		fi
	fi
	if [ -n "$systemd" ]; then
		if [ -n "$dry" ]; then
			say "  + caddy validate --config $caddy/Caddyfile"
		else
			said=$(caddy validate --config "$caddy/Caddyfile" --adapter caddyfile 2>&1) || { printf '%s\n' "$said" >&2; die "Caddy refuse $caddy/Caddyfile (voir ci-dessus)."; }
		fi
		# It may run already, with the page of its package: it reads our file each time.
		{ run systemctl enable --quiet --now caddy && run systemctl reload caddy; } ||
			die "Caddy ne démarre pas : les ports 80 et 443 sont peut-être pris par un autre serveur web (ss -ltnp). Lisez : journalctl -u caddy -n 20"
	fi
fi

# --- Is it well? -----------------------------------------------------------------------------------------------------

say "7. Vérifications et premier compte"
probe() { SITE_URL=$site_url PORT=$port "$code/.venv/bin/python" "$code/deploy/probe.py" "$@"; }
patiently() { # patiently SECONDS COMMAND…: until it succeeds
	ends=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt "$ends" ] || return 1
		sleep 2
	done
}
ticked() { probe --tick $(($(date +%s) - restarted + 1)); } # a tick of this very worker, not of the one before
if [ -n "$systemd" ] && [ -z "$dry" ]; then
	patiently 60 probe || die "le site ne répond pas. Lisez : journalctl -u labo-web -n 50"
	patiently 60 ticked || die "le site répond, mais pas le worker : aucun courriel ne partirait. Lisez : journalctl -u labo-worker -n 50"
	systemctl start labo-watch.timer # not before: its first look would find a worker that has never ticked
	if [ -z "$proxy" ]; then
		say "Le Labo répond sur cette machine, port $port, et le worker tourne."
	elif patiently 30 probe --tls; then
		say "Le Labo répond sur $site_url"
	else
		warn "le Labo tourne, mais $site_url n’a pas encore de certificat. Vérifiez que ce nom mène à cette machine (DNS)
et que les ports 80 et 443 sont ouverts. Caddy réessaie de lui-même ; ce qu’il en dit : journalctl -u caddy -n 20"
	fi
elif [ -z "$dry" ]; then
	say "Tout est en place sous ${root:-/}. Pour le lancer à la main : $bin/labo serve"
fi
[ -z "$update" ] || exit 0
if [ -n "$admin_email" ]; then
	manage first_admin "$admin_email" --name "$admin_name" || warn "aucun compte n’a été ouvert (voir ci-dessus)."
fi
manage check_mail || warn "check_mail n’a pas pu être lancé."
[ -n "$admin_email" ] || say "Pour le premier compte : labo first_admin ADRESSE --name \"Prénom Nom\""
