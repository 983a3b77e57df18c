#!/usr/bin/env bash
# uml.sh [OPTION ...] [--] COMMAND [ARGUMENT ...]
#
# Boots a user-mode kernel, which has IPVS whatever the machine's own kernel has, on this machine's file system, runs
# COMMAND in it as root, and ends with COMMAND's exit status. Its output appears here as it comes; its input is empty.
#
#   -m MEGABYTES  memory, 1024 unless told; only what the guest touches is used
#   -t SECONDS    limit for all of it, 300 unless told; then everything is killed and the status is 124
#   -s DIRECTORY  the guest may write there; may be repeated. Everything else it can only read, and /tmp, /run, /var
#                 and /dev/shm are its own, empty
#   -r DIRECTORY  the guest sees this one although it lies below /tmp, /run or /var; may be repeated. The working copy
#                 that uml.sh was called in, or else the working directory, it sees in any case
#   -e NAME=VALUE environment of COMMAND, otherwise empty but for PATH, HOME, TERM and LC_ALL; may be repeated
#   -c NUMBER     on this one of the CPUs that may be used, from 0 and round again; else on one with the fewest guests
#   -w            kill the guest at the end of standard input
#   -v            the kernel's messages afterwards on standard error
#
# Status 125: the guest ended without an answer; 126: something is not installed. Root is not needed: the guest's root
# then has the user's rights on the machine's files. Several may run at once.
set -u
here=${BASH_SOURCE[0]%/*}
kernel=/usr/bin/linux.uml
modules=/usr/lib/uml/modules
# Loaded before COMMAND runs, so that nothing in it waits for a module; others come when the kernel asks for them.
wanted="ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_fo ip_vs_ovf ip_vs_lblc ip_vs_lblcr ip_vs_dh ip_vs_sh ip_vs_mh
  ip_vs_sed ip_vs_nq veth bridge dummy macvlan 8021q sch_netem ipip ip_gre fou ip6_tunnel"

megabytes=1024 limit=300 number= watch='' verbose='' writable=() readable=() environment=()
while getopts m:t:s:r:e:c:wv option; do
  case $option in
    m) megabytes=$OPTARG ;;
    t) limit=$OPTARG ;;
    s) writable+=("$(realpath "$OPTARG")") ;;
    r) readable+=("$(realpath "$OPTARG")") ;;
    e) environment+=("$OPTARG") ;;
    c) number=$OPTARG ;;
    w) watch=1 ;;
    v) verbose=1 ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { echo "usage: uml.sh [OPTION ...] [--] COMMAND [ARGUMENT ...]" >&2; exit 2; }

missing=
for pair in "$kernel:user-mode-linux" modprobe:kmod mount:mount ip:iproute2 taskset:util-linux pgrep:procps; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" > /dev/null || missing="$missing ${pair##*:}"
done
[ ! -e "$kernel" ] || [ -e "$modules" ] || missing="$missing user-mode-linux"
# Tiles make the floating-point state of a process larger than this kernel has room for; see xstate.c.
tiles=$(grep -om1 amx_tile /proc/cpuinfo)
[ -z "$tiles" ] || command -v gcc > /dev/null || missing="$missing gcc libc6-dev"
[ -z "$missing" ] || { echo "uml: not all is there to boot a user-mode kernel; on Debian: apt-get install$missing" >&2; exit 126; }

# The kernel's command line and its mounts take this path as it is.
temporary=${TMPDIR:-/tmp}
[[ $temporary =~ ^[A-Za-z0-9/._+-]+$ ]] || temporary=/tmp
job=$(mktemp -d "$temporary/keepsake-uml-XXXXXX") || exit 125
: > "$job/stdout"
: > "$job/stderr"
cp "$here/init.sh" "$job/init"
chmod 755 "$job/init"
printf 'modules=%s\nwanted=%q\nwhere=%q\n' "$modules" "$(echo $wanted)" "$PWD" > "$job/settings"
{
  for each in "${environment[@]}"; do printf 'export %q\n' "$each"; done
  printf '%q ' "$@"
  echo
} > "$job/command"
# The working copy, whose root has .mvn in it, wherever this is called in it.
copy=$PWD
while [ -n "$copy" ] && [ ! -e "$copy/.mvn" ]; do copy=${copy%/*}; done
readable=("${copy:-$PWD}" "${readable[@]}")
# What is octal in an fstab. A comma would end the option.
escaped() {
  local each=${1//\\/\\134}
  each=${each// /\\040}
  each=${each//$'\t'/\\011}
  printf %s "$each"
}
shared() {
  [[ $1 != *,* ]] || { echo "uml: a path with a comma in it cannot be shared: $1" >&2; return; }
  echo "shared $(escaped "$1") hostfs X-mount.mkdir,$2,$(escaped "$1")"
}
# Whether the guest sees it already: all but what lies in directories of its own, and what is below one shared before.
seen() {
  local each=$1 other
  [[ $each/ =~ ^/(tmp|run|var|dev/shm)/ ]] || return 0
  shift
  for other; do [[ $each/ != "$other"/?* ]] || return 0; done
  return 1
}
{
  echo "sys /sys sysfs defaults
pts /dev/pts devpts X-mount.mkdir
shm /dev/shm tmpfs X-mount.mkdir
run /run tmpfs mode=755
job /run/uml hostfs X-mount.mkdir,$job
tmp /tmp tmpfs mode=1777
var /var tmpfs mode=755"
  visible=()
  for each in "${readable[@]}"; do
    seen "$each" "${visible[@]}" || { shared "$each" ro; visible+=("$each"); }
  done
  for each in "${writable[@]}"; do shared "$each" rw; done
} > "$job/fstab"

# One CPU for all of it: a system call of the guest is played between two threads of the host, and across CPUs each
# takes two to four times as long. The one with the fewest processes of other guests.
mapfile -t cpus < <(taskset -cp $$ | sed 's/.*: //' | tr ',' '\n' | awk -F- '{ for (i = $1; i <= $NF; i++) print i }')
cpu=
if [ -n "$number" ]; then
  cpu=${cpus[number % ${#cpus[@]}]}
else
  least=
  for each in "${cpus[@]}"; do
    guests=$(ps -eo psr=,comm= | grep -c "^ *$each linux")
    [ -n "$cpu" ] && [ "$guests" -ge "$least" ] || { cpu=$each; least=$guests; }
  done
fi

preload=
if [ -n "$tiles" ]; then
  gcc -O2 -shared -fPIC -o "$job/xstate.so" "$here/xstate.c" || { rm -rf "$job"; exit 126; }
  preload=$job/xstate.so
fi

# The guest's memory is a file; a container's /dev/shm is often too small for it.
[ "$(df --output=avail -m /dev/shm | tail -n 1)" -ge "$megabytes" ] && export TMPDIR=/dev/shm || export TMPDIR=$job

# A session of its own, which one signal ends; and the end of this script ends it.
setsid setpriv --pdeathsig TERM taskset -c "$cpu" timeout -k 2 "$limit" env ${preload:+LD_PRELOAD="$preload"} "$kernel" "mem=${megabytes}M" \
  root=/dev/root rootfstype=hostfs rootflags=/ ro init="$job/init" KEEPSAKE_JOB="$job" \
  con=null con0=null,fd:1 ssl=null loglevel=4 umid="${job##*/}" uml_dir="$job" < /dev/null > "$job/console" 2>&1 &
guest=$!
end() {
  kill -TERM "$guest" 2> /dev/null
  wait "$guest" 2> /dev/null
  pkill -KILL -s "$guest"
  rm -rf "$job"
}
trap 'end; exit 130' INT TERM HUP
if [ -n "$watch" ]; then
  exec 3<&0
  (while read -r -u 3; do :; done; kill -TERM $$) &
  watcher=$!
fi
tail -q -c +1 -s 0.1 -f --pid="$guest" "$job/stdout" & out=$!
tail -q -c +1 -s 0.1 -f --pid="$guest" "$job/stderr" >&2 & err=$!
wait "$guest"
ended=$?
# What a killed kernel may have left.
pkill -KILL -s "$guest"
wait $out $err
status=$(cat "$job/status" 2> /dev/null)
if [ -z "$status" ]; then
  status=125
  [ $ended -ne 124 ] && [ $ended -ne 137 ] || status=124
  verbose=1
fi
[ -z "$verbose" ] || cat "$job/console" >&2
[ -z "$watch" ] || kill "$watcher" 2> /dev/null
rm -rf "$job"
exit "$status"
