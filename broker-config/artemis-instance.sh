#!/bin/sh
# Makes a broker instance for Consign from a stock Artemis distribution: queues, rights and users as the product needs them,
# two users with new passwords, and no other way in. Safe to read before it is run; it changes nothing outside DIRECTORY.
set -eu

usage() {
  cat <<'TEXT'
Usage: broker-config/artemis-instance.sh ARTEMIS_HOME DIRECTORY [--host ADDRESS] [--port PORT] [--tls FILE]

  ARTEMIS_HOME   an unpacked distribution of Artemis, 2.57.0 or later where it can be had
  DIRECTORY      where the instance goes; must not exist, or be empty
  --host         where it listens: 127.0.0.1 when left out; another address only with --tls
  --port         61616 when left out
  --tls FILE     broker-tls.properties.example, filled in: TLS, and a certificate for whoever comes

The passwords of the two users stand in DIRECTORY/etc/artemis-users.properties, which only its owner may read.
TEXT
}

die() {
  echo "$1" >&2
  exit "${2:-1}"
}

here=$(cd "$(dirname "$0")" && pwd -P)
files=$here/src/main/resources/broker
artemis='' instance='' host=127.0.0.1 port=61616 tls=''

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --host | --port | --tls)
      [ $# -ge 2 ] || die "$1 needs a value; see --help." 2
      case $1 in --host) host=$2 ;; --port) port=$2 ;; --tls) tls=$2 ;; esac
      shift 2
      ;;
    -*) die "$1 is no option; see --help." 2 ;;
    *)
      if [ -z "$artemis" ]; then artemis=$1; elif [ -z "$instance" ]; then instance=$1; else
        die "$1 is one argument too many; see --help." 2
      fi
      shift
      ;;
  esac
done

[ -n "$instance" ] || { usage >&2 && exit 2; }
case $port in '' | *[!0-9]* | ??????*) die "$port is no port." 2 ;; esac
[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || die "$port is no port." 2
case $host in '' | *[!0-9A-Za-z.:-]*) die "$host is no address." 2 ;; esac
[ -x "$artemis/bin/artemis" ] || die "$artemis is no Artemis distribution: it has no bin/artemis." 2
artemis=$(cd "$artemis" && pwd -P)
if [ -e "$instance" ]; then
  [ -d "$instance" ] && [ -z "$(ls -A "$instance")" ] ||
    die "$instance is there already: name a directory that is empty or does not exist."
fi
case $host in
  127.* | localhost | ::1) ;;
  *) [ -n "$tls" ] || die "Off this machine the broker speaks TLS only: fill in $files/broker-tls.properties.example and give it with --tls." ;;
esac
if [ -n "$tls" ]; then
  [ -f "$tls" ] || die "$tls is not there."
  empty=$(sed -n 's/^\([^#=]*\)=[[:space:]]*$/\1/p' "$tls" | tr '\n' ' ')
  [ -z "$empty" ] || die "$tls lacks values: $empty"
fi

# 32 characters of 62, about 190 bits; the two programs read them from their environment.
password() {
  LC_ALL=C tr -dc A-Za-z0-9 </dev/urandom | dd bs=32 count=1 iflag=fullblock 2>/dev/null ||
    LC_ALL=C tr -dc A-Za-z0-9 </dev/urandom | head -c 32
}

umask 077
# Artemis asks for a user of its own; it is gone with the files below.
log=$("$artemis/bin/artemis" create "$instance" --silent --require-login --no-web --no-autotune \
  --host "$host" --user nobody --password "$(password)" 2>&1) || die "$log"
instance=$(cd "$instance" && pwd -P)
etc=$instance/etc
cp "$files/broker.xml" "$files/login.config" "$files/artemis-roles.properties" \
  "$files/artemis-cert-users.properties" "$etc/"

# A stock instance logs in at a realm called "activemq", which would let nobody in.
sed 's|<jaas-security domain="activemq"/>|<jaas-security domain="consign" certificate-domain="consign-certificates"/>|' \
  "$etc/bootstrap.xml" >"$etc/bootstrap.xml.new"
grep -q 'domain="consign"' "$etc/bootstrap.xml.new" ||
  die "The bootstrap.xml of this Artemis is not one this script knows: set the domain of its jaas-security to \"consign\" by hand."
mv "$etc/bootstrap.xml.new" "$etc/bootstrap.xml"

processor=$(password)
reconciler=$(password)
[ "${#processor}" -eq 32 ] && [ "${#reconciler}" -eq 32 ] || die "This machine gives no random numbers."
printf 'processor = %s\nreconciler = %s\n' "$processor" "$reconciler" >"$etc/artemis-users.properties"

cat >>"$etc/artemis.profile" <<PROFILE

# What broker.xml leaves open, by broker-config/artemis-instance.sh
JAVA_ARGS="\$JAVA_ARGS -Dconsign.broker.host=$host -Dconsign.broker.port=$port -Dconsign.broker.data=\$ARTEMIS_DATA_DIR"
PROFILE

run="$instance/bin/artemis run"
scheme="tcp://$host:$port"
if [ -n "$tls" ]; then
  cp "$tls" "$etc/broker-tls.properties"
  run="$run --properties $etc/broker-tls.properties"
  scheme="$scheme?sslEnabled=true&trustStorePath=…&trustStorePassword=…&keyStorePath=…&keyStorePassword=…"
fi

cat <<TEXT
The broker is made. Start it with

  $run

and give both programs CONSIGN_BROKER_URL='$scheme';
the processor CONSIGN_BROKER_USER=processor and the reconciler CONSIGN_BROKER_USER=reconciler, each with its
CONSIGN_BROKER_PASSWORD from $etc/artemis-users.properties
TEXT
