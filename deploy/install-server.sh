#!/bin/sh
# Installs Le Labo on a small server (Debian 12 or alike), as root: `make install-server`. May be run again: it changes only what differs.
# What it writes, and why, is told in docs/guide/installer.md.
set -eu
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

site_url=${SITE_URL:-} email_url=${EMAIL_URL:-} mail_from=${MAIL_FROM:-} data_contact=${DATA_CONTACT:-} admin_email="" admin_name="" proxy=1 dry="" root=""
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

# write MODE OWNER FILE < content: in one move, and only when it differs. Answers 0 whether it did or not; `changed` says.
changed=""
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
		changed=1
		say "  $3"
	fi
}

folder() { run install -d -m "$1" -o "${2%:*}" -g "${2#*:}" "$3"; }

as_user() {
	if [ "$(id -un)" = "$user" ]; then "$@"; else setpriv --reuid="$user" --regid="$group" --clear-groups "$@"; fi
}

# The settings by hand and by this script are read in the same way; only the user of the service sees them.
manage() {
	if [ -n "$dry" ]; then
		say "  + (en tant que $user) manage.py $*"
	else
		(set -a && . "$settings" && set +a && cd "$code" && export HOME="$var" && as_user .venv/bin/python manage.py "$@")
	fi
}

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

ask() { # ask NAME GIVEN QUESTION EXAMPLE → $answer
	answer=$2
	[ -n "$answer" ] || answer=$(kept "$1")
	if [ -z "$answer" ] && [ -t 0 ] && [ -z "$dry" ]; then
		printf '%s (%s) : ' "$3" "$4" >&2
		[ "$1" != EMAIL_URL ] || stty -echo
		read -r answer || answer=""
		[ "$1" != EMAIL_URL ] || { stty echo; echo >&2; }
	fi
	[ -n "$answer" ] || [ -z "$dry" ] || answer=$4
	[ -n "$answer" ] || die "il manque $3. Donnez --$(printf %s "$1" | tr 'A-Z_' 'a-z-')."
	case $answer in
	*"'"* | *"
"*) die "$1 contient une apostrophe ou un retour à la ligne. Dans une adresse, une apostrophe s’écrit %27." ;;
	esac
}

secret() { # secret NAME: the one there is, or a new one
	answer=$(kept "$1")
	[ -n "$answer" ] || answer=$(head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_')
}

# --- Before anything is written --------------------------------------------------------------------------------------

port=${PORT:-$(kept PORT)}
port=${port:-8000}
[ -n "$root" ] || [ -n "$dry" ] || [ "$(id -u)" = 0 ] || die "il faut être root : sudo make install-server"
ask SITE_URL "$site_url" "l’adresse publique du site" "https://labo.example.org"; site_url=${answer%/}
case $site_url in
https://?*/* | https://?*[!A-Za-z0-9.-]*) die "l’adresse du site est seulement https:// et un nom, sans port ni chemin : $site_url" ;;
https://?*) ;;
*) die "l’adresse du site commence par https:// : $site_url. Les cookies et les liens personnels ne passent pas en clair." ;;
esac
host=${site_url#https://}
ask EMAIL_URL "$email_url" "le serveur d’envoi" "smtp+tls://identifiant:mot-de-passe@smtp.example.org:587"; email_url=$answer
case $email_url in smtp://* | smtp+tls://* | smtp+ssl://*) ;; *) die "le serveur d’envoi s’écrit smtp+tls://identifiant:mot-de-passe@hôte:587" ;; esac
ask MAIL_FROM "$mail_from" "l’adresse d’expédition" "journees@example.org"; mail_from=$answer
ask DATA_CONTACT "$data_contact" "l’adresse pour les droits des personnes" "rgpd@example.org"; data_contact=$answer
for address in "$mail_from" "$data_contact" ${admin_email:+"$admin_email"}; do
	case $address in *[!A-Za-z0-9.@_+-]* | *@*@* | @* | *@) die "« $address » n’est pas une adresse électronique." ;; ?*@?*.?*) ;; *) die "« $address » n’est pas une adresse électronique." ;; esac
done
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
		(cd "$here" && tar --exclude=./.venv --exclude=./var --exclude=./.runtime --exclude=./.dev --exclude='*_cache' --exclude=__pycache__ -cf - .) |
			(cd "$code" && tar --no-same-owner -xf -)
		chmod -R go=rX "$code"
	fi
fi
# The system's Python: one that lives in a home folder (pyenv, uv) is closed to the service.
run make --no-print-directory -C "$code" PYTHON=/usr/bin/python3 .runtime
if [ -z "$dry" ]; then
	# Asked twice, from the inside: a process that starts another needs the file itself, not the rights of root at its start.
	as_user "$code/.venv/bin/python" -c 'import subprocess, sys; subprocess.check_call([sys.executable, "-c", ""])' 2>/dev/null ||
		die "l’utilisateur $user ne peut pas lancer $code/.venv/bin/python. Supprimez $code/.venv et relancez l’installation."
	(cd "$code" && .venv/bin/python -m compileall -q labo_ess contacts collectives events reports)
fi

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
manage check --deploy --fail-level WARNING
manage migrate --noinput --verbosity 0
manage createcachetable
manage collectstatic --noinput --verbosity 0
manage load_reference

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
	run systemctl enable --quiet --now labo-backup.timer labo-watch.timer
	run systemctl enable --quiet labo-web.service labo-worker.service
	run systemctl restart labo-web.service labo-worker.service
fi

if [ -n "$proxy" ]; then
	say "6. Caddy, devant, avec le certificat"
	[ -d "$caddy" ] || folder 755 "$owner:$owners" "$caddy"
	changed=""
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
		run caddy validate --config "$caddy/Caddyfile" --adapter caddyfile
		run systemctl enable --quiet --now caddy
		[ -z "$changed$dry" ] || run systemctl reload caddy
	fi
fi

# --- Is it well? -----------------------------------------------------------------------------------------------------

say "7. Premier compte et vérifications"
if [ -n "$admin_email" ]; then
	manage first_admin "$admin_email" --name "$admin_name" || warn "aucun compte n’a été ouvert (voir ci-dessus)."
fi
manage check_mail || warn "check_mail n’a pas pu être lancé."
if [ -n "$systemd" ] && [ -z "$dry" ]; then
	tries=0
	until SITE_URL=$site_url PORT=$port "$code/.venv/bin/python" "$code/deploy/probe.py"; do
		tries=$((tries + 1))
		[ "$tries" -lt 30 ] || die "le site ne répond pas. Lisez : journalctl -u labo-web -u labo-worker -n 50"
		sleep 2
	done
	say "Le Labo répond sur $site_url"
elif [ -z "$dry" ]; then
	say "Tout est en place sous ${root:-/}. Pour le lancer à la main : $bin/labo serve"
fi
[ -n "$admin_email" ] || say "Pour le premier compte : labo first_admin ADRESSE --name \"Prénom Nom\""
