#!/bin/sh
# Makes the secrets of docker-compose.yml: sh docker/create-secrets.sh [directory]
# The files are readable by every user, for each container reads its own under another user; the directory is not.
set -eu

directory=${1:-secrets}
if [ -e "$directory" ]; then
  echo "$directory is there already. New keys would make the data unreadable: remove it yourself if that is what you want." >&2
  exit 1
fi

random() { # characters, how many
  LC_ALL=C tr -dc "$1" </dev/urandom | head -c "$2"
}

umask 077
mkdir "$directory"
umask 022
cd "$directory"

postgres_password=$(random a-f0-9 48)
redis_password=$(random a-f0-9 48)
printf '%s' "$postgres_password" >postgres_password
printf 'postgres://bonafide:%s@postgres:5432/bonafide' "$postgres_password" >database_url
printf 'requirepass %s\n' "$redis_password" >redis_conf
printf 'redis://:%s@redis:6379' "$redis_password" >redis_url
printf 'k1:%s' "$(head -c 32 /dev/urandom | base64)" >encryption_master_keys
head -c 32 /dev/urandom | base64 >api_key_pepper
printf 'bfk_live_%s_%s' "$(random a-z2-7 16)" "$(random a-z2-7 52)" >operator_api_key

echo "Made $directory. Keep a copy of encryption_master_keys and api_key_pepper apart from the backups of the database."
