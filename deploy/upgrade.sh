#!/bin/sh
# Brings an installed server to the version of this folder, as root: `make upgrade`. Backs up first; says how to come back if a step fails.
# Told in docs/guide/sauvegarder-et-restaurer.md. Folders are those of install-server.sh and bear the same names.
set -eu

usage() {
	cat <<'TEXT'
Met à jour un serveur installé par « make install-server », depuis le dossier de la nouvelle version :

  deploy/upgrade.sh [--root DOSSIER]        ou : make upgrade

1. sauvegarde tout ; 2. garde l’ancien code ; 3. arrête le service ; 4. installe, migre et relance.
Si une étape échoue, les commandes qui ramènent l’ancienne version sont affichées.
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
backups=${LABO_BACKUPS:-$root/var/backups/labo}
bin=${LABO_BIN:-$root/usr/local/bin}
settings=$etc/labo.env
previous=$code.previous

[ -n "$root" ] || [ "$(id -u)" = 0 ] || die "il faut être root : sudo make upgrade"
[ -r "$settings" ] || die "$settings est introuvable : rien n’est installé ici. Pour installer : sudo make install-server"
[ "$here" != "$code" ] || die "prenez la nouvelle version dans un autre dossier que $code, et lancez la commande de là. L’ancien code reste ainsi sous la main."

service() { # service stop|start
	[ -z "$root" ] && [ -d /run/systemd/system ] || return 0
	systemctl "$1" labo-web.service labo-worker.service
}

manage() {
	if [ "$(id -un)" = "$user" ]; then
		(set -a && . "$settings" && set +a && cd "$code" && exec .venv/bin/python manage.py "$@")
	else
		(set -a && . "$settings" && set +a && cd "$code" && exec setpriv --reuid="$user" --regid="$(id -gn "$user")" --clear-groups .venv/bin/python manage.py "$@")
	fi
}

step="" saved=""
come_back() {
	code_of_end=$?
	[ "$code_of_end" != 0 ] && [ -n "$step" ] || return 0
	{
		say ""
		say "La mise à jour a échoué : $step. La cause est écrite ci-dessus."
		say "Pour revenir à la version d’avant :"
		[ -n "$root" ] || say "  systemctl stop labo-web labo-worker"
		if [ -d "$previous" ] && [ "$step" != "copie de l’ancien code" ]; then
			say "  rm -rf $code && mv $previous $code"
			say "  $bin/labo restore --replace $saved"
		fi
		[ -n "$root" ] || say "  systemctl start labo-web labo-worker"
		say "Puis, la cause corrigée, relancez la mise à jour."
	} >&2
}
trap come_back EXIT

say "1. Sauvegarde"
saved=$backups/labo-avant-mise-a-jour-$(date +%Y%m%d-%H%M%S).tar.gz
manage backup --to "$saved" --keep 3 || die "la sauvegarde a échoué : rien n’a été changé, le service tourne toujours."

say "2. L’ancien code est gardé dans $previous"
step="copie de l’ancien code"
rm -rf "$previous"
cp -a "$code" "$previous"

say "3. Arrêt du service"
step="arrêt du service"
service stop

say "4. Nouvelle version"
step="installation de la nouvelle version"
# What the new version no longer has must go; the environment stays, and its requirements are read again.
find "$code" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
if [ -n "$root" ]; then set -- --root "$root"; else set --; fi
sh "$here/deploy/install-server.sh" --no-proxy "$@"

step=""
say "Mise à jour faite. L’ancienne version reste dans $previous, la sauvegarde dans $saved."
