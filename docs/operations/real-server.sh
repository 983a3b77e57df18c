#!/bin/sh
# Makes this machine a real server of a virtual server in direct routing (lb_kind DR): it takes packets for the virtual
# address, and never says on the network that it has it. Idempotent. As root, on each real server:
#
#   real-server.sh start VIP [VIP ...]      IPv4
#   real-server.sh stop VIP [VIP ...]
#   real-server.sh status VIP [VIP ...]     0 when all of it is in place
set -eu

usage() {
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

has() {
    [ -n "$(ip -4 -o address show dev lo to "$1/32")" ]
}

quiet() {
    for scope in all lo; do
        echo 1 > "/proc/sys/net/ipv4/conf/$scope/arp_ignore"
        echo 2 > "/proc/sys/net/ipv4/conf/$scope/arp_announce"
    done
}

is_quiet() {
    for scope in all lo; do
        [ "$(cat "/proc/sys/net/ipv4/conf/$scope/arp_ignore")" = 1 ] || return 1
        [ "$(cat "/proc/sys/net/ipv4/conf/$scope/arp_announce")" = 2 ] || return 1
    done
}

[ $# -ge 2 ] || usage
what=$1
shift
case $what in
    start)
        quiet # before the address is there: not a single answer may leave
        for vip; do has "$vip" || ip address add "$vip/32" dev lo; done
        ;;
    stop)
        for vip; do ! has "$vip" || ip address del "$vip/32" dev lo; done
        ;;
    status)
        is_quiet || { echo "this machine answers ARP for addresses of other interfaces" >&2; exit 1; }
        for vip; do has "$vip" || { echo "$vip is not on lo" >&2; exit 1; }; done
        ;;
    *) usage ;;
esac
