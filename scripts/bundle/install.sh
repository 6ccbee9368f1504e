#!/bin/sh
# Installs Hengjian, or upgrades one that is installed. Needs no network.
#   ./install.sh [folder]        default /opt/hengjian; data is kept in <folder>/data
# An upgrade is first tried on a copy and backed up; when the trial fails, the version in use stays in use.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:-/opt/hengjian}
version=$(cat "$here/VERSION")
say() { printf '%s\n%s\n' "$1" "$2"; }

mkdir -p "$folder/versions"
folder=$(CDPATH='' cd -- "$folder" && pwd)
new="$folder/versions/$version"
if [ "$here" != "$new" ]; then
  rm -rf "$new.part"
  cp -R "$here" "$new.part"
  rm -rf "$new"
  mv "$new.part" "$new"
fi
if [ -d "$folder/data/database" ] || [ -n "${DATABASE_URL:-}" ]; then
  if ! HENGJIAN_DATA="${HENGJIAN_DATA:-$folder/data}" "$new/bin/hengjian" upgrade; then
    say "升级没有成功，仍使用原来的版本，数据未作改动。" "The upgrade did not succeed: the version in use stays, the data is as it was."
    exit 1
  fi
fi
ln -sfn "versions/$version" "$folder/current"
say "已安装 $version：HENGJIAN_DATA=$folder/data $folder/current/bin/hengjian serve --supervised" "Installed $version."
