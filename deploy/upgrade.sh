#!/bin/sh
# Brings an installed server to the version of this folder, as root: `make upgrade`. The new version is made ready while the old one serves;
# the stop is for the backup, the switch and the tables alone; whatever fails then brings the old version back by itself.
# Told in docs/guide/sauvegarder-et-restaurer.md. Folders are those of install-server.sh and bear the same names.
set -eu
umask 022

usage() {
	cat <<'TEXT'
Met à jour un serveur installé par « make install-server », depuis le dossier de la nouvelle version :

  deploy/upgrade.sh [--root DOSSIER]        ou : make upgrade

1. prépare la nouvelle version, pendant que l’ancienne sert ; 2. arrête le service ; 3. sauvegarde tout ;
4. passe à la nouvelle version, met la base à jour, relance et vérifie.
Si une étape échoue, l’ancienne version revient d’elle-même, avec ses données.
TEXT
}

say() { printf '%s\n' "$*"; }
die() { printf 'Arrêt : %s\n' "$*" >&2; exit 1; }

root=""
while [ $# -gt 0 ]; do
	case $1 in
	--root) [ $# -ge 2 ] || die "--root attend un dossier."; root=$2; shift ;;
	-h | --help) usage; exit 0 ;;
	*) usage >&2; die "l’option $1 n’existe pas." ;;
	esac
	shift
done
here=$(cd "$(dirname "$0")/.." && pwd -P)
if [ -n "$root" ]; then
	root=$(cd "$root" && pwd -P)
	LABO_USER=${LABO_USER:-$(id -un)}
fi
user=${LABO_USER:-labo}
code=${LABO_CODE:-$root/opt/labo}
etc=${LABO_ETC:-$root/etc/labo}
var=${LABO_VAR:-$root/var/lib/labo}
backups=${LABO_BACKUPS:-$root/var/backups/labo}
bin=${LABO_BIN:-$root/usr/local/bin}
settings=$etc/labo.env
previous=$code.previous
next=$code.next

[ -n "$root" ] || [ "$(id -u)" = 0 ] || die "il faut être root : sudo make upgrade"
[ -r "$settings" ] || die "$settings est introuvable : rien n’est installé ici. Pour installer : sudo make install-server"
[ "$here" != "$code" ] || die "prenez la nouvelle version dans un autre dossier que $code, et lancez la commande de là. L’ancien code reste ainsi sous la main."
if [ ! -e "$code" ] && [ -d "$previous" ]; then mv "$previous" "$code"; fi # an update that lost its machine between two moves

systemd=""
if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemd=1; fi
# The timers too: a backup or a watch in the middle would read half of each version.
stop() { [ -z "$systemd" ] || systemctl stop labo-watch.timer labo-backup.timer labo-watch.service labo-backup.service labo-web.service labo-worker.service; }
start() { [ -z "$systemd" ] || systemctl start labo-web.service labo-worker.service labo-watch.timer labo-backup.timer; }

manage() { # manage FOLDER COMMAND…: with the settings of this machine, as the user of the service
	(
		set -a && . "$settings" && set +a && cd "$1" && shift && export HOME="$var"
		if [ "$(id -un)" = "$user" ]; then exec .venv/bin/python manage.py "$@"; fi
		exec setpriv --reuid="$user" --regid="$(id -gn "$user")" --clear-groups .venv/bin/python manage.py "$@"
	)
}

install_from() { # install_from FOLDER OPTION…: the script of that version, for the same folders
	script=$1/deploy/install-server.sh
	shift
	if [ -n "$root" ]; then set -- --root "$root" "$@"; fi
	sh "$script" "$@"
}

# --- What happens when a step fails, or when someone interrupts ------------------------------------------------------

stage=prepare saved="" tables=""
back() { # each line must succeed; stands in a condition, where `set -e` is silent
	stop || return
	if [ -d "$previous" ]; then
		rm -rf "$code" && mv "$previous" "$code" || return
	fi
	# Tables that did not change hold what was written since: they are kept as they are.
	if [ -n "$tables" ]; then
		manage "$code" restore --replace "$saved" || return
	fi
	install_from "$code" --no-proxy && start
}

come_back() {
	code_of_end=$?
	trap '' INT TERM HUP
	set +e
	[ "$stage" != switch ] || trap - EXIT
	case $stage in
	done) return ;;
	prepare) rm -rf "$next"; say "La nouvelle version n’a pas pu être préparée (voir ci-dessus). Rien n’a changé : l’ancienne sert toujours." >&2 ;;
	backup)
		rm -rf "$next"
		start
		say "La sauvegarde a échoué (voir ci-dessus) : rien n’a été changé, l’ancienne version est relancée." >&2
		;;
	switch)
		say "La nouvelle version ne marche pas ici (voir ci-dessus). Retour à l’ancienne." >&2
		if back; then
			rm -rf "$next"
			say "L’ancienne version est revenue et répond, avec ses données. La cause corrigée, relancez la mise à jour." >&2
			[ -z "$tables" ] || say "La sauvegarde remise en place est $saved." >&2
		else
			{
				say "Le retour a échoué aussi. À la main, dans l’ordre :"
				[ -z "$systemd" ] || say "  systemctl stop labo-web labo-worker"
				[ ! -d "$previous" ] || say "  rm -rf $code && mv $previous $code"
				[ -z "$tables" ] || say "  $bin/labo restore --replace $saved"
				say "  sh $code/deploy/install-server.sh${root:+ --root $root} --no-proxy"
			} >&2
		fi
		;;
	esac
	[ "$code_of_end" != 0 ] || code_of_end=1
	exit "$code_of_end"
}
trap come_back EXIT
trap 'exit 130' INT TERM HUP

# --- The update ------------------------------------------------------------------------------------------------------

say "1. La nouvelle version est préparée dans $next ; l’ancienne sert toujours"
rm -rf "$next"
(export LABO_CODE="$next" && install_from "$here" --code-only --no-proxy)
# Its environment will live under the other name.
for script in "$next"/.venv/bin/* "$next/.venv/pyvenv.cfg"; do
	if [ -f "$script" ] && [ ! -L "$script" ] && grep -qI "$next" "$script"; then sed -i "s|$next|$code|g" "$script"; fi
done
manage "$next" check --deploy --fail-level WARNING
manage "$next" migrate --check >/dev/null 2>&1 || tables=1

say "2. Arrêt du service"
stage=backup
stopped=$(date +%s)
stop

say "3. Sauvegarde"
saved=$backups/labo-avant-mise-a-jour-$(date +%Y%m%d-%H%M%S).tar.gz
manage "$code" backup --to "$saved" --keep 3

say "4. Passage à la nouvelle version ; l’ancienne est gardée dans $previous"
rm -rf "$previous"
stage=switch
mv "$code" "$previous"
mv "$next" "$code"
install_from "$code" --no-proxy --update
start

stage=done
say "Mise à jour faite, $(($(date +%s) - stopped)) secondes d’arrêt au plus. L’ancienne version reste dans $previous, la sauvegarde dans $saved."
