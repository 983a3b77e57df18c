# The guardian of one lab. It obeys lines on stdin and answers each with its exit status; what the line printed is in
# the file "said". At the end of stdin, which also comes when the JVM is killed, it kills every process that lives in a
# namespace of the lab, then the namespaces, then the lab's directory
# and what is mounted in it.
# $1: the lab's directory    $2: flags of unshare for a namespace of its own users, or empty as root
dir=$1
flags=$2
holders=
spaces=

# Ctrl-C in a terminal and a stop of the whole process group reach this shell too; the end of stdin follows them. An answer
# that nobody hears any more is no reason to end before it.
trap '' INT TERM HUP PIPE

# A new network namespace, kept by a process that dies with this shell. Prints its pid.
hold() {
    # shellcheck disable=SC2086
    unshare $flags --net setpriv --pdeathsig KILL sh -c '
        set -e
        for setting in all default; do
            echo 1 > /proc/sys/net/ipv6/conf/$setting/disable_ipv6
            echo 0 > /proc/sys/net/ipv6/conf/$setting/accept_dad
            echo 0 > /proc/sys/net/ipv6/conf/$setting/accept_ra
            echo 0 > /proc/sys/net/ipv4/conf/$setting/rp_filter
        done
        echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
        echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
        ip link set lo up
        echo ready
        exec sleep infinity > /dev/null 2>&1' > "$dir/ready" &
    holder=$!
    ready=
    read -r ready < "$dir/ready"
    [ "$ready" = ready ] || return 1
    holders="$holders $holder"
    spaces="$spaces $(stat -L -c %i "/proc/$holder/ns/net")"
    echo "$holder"
}

# Adds process $1 and all its descendants to $members.
tree() {
    members="$members $1"
    for children in "/proc/$1/task/"*/children; do
        kids=
        [ -r "$children" ] && read -r kids < "$children"
        for kid in $kids; do
            tree "$kid"
        done
    done
}

# Stops process $1 and all its descendants, also those that were born meanwhile.
freeze() {
    before=none
    members=
    while [ "$before" != "$members" ]; do
        before=$members
        members=
        tree "$1"
        # shellcheck disable=SC2086
        kill -STOP $members
    done
}

# Sends signal $1 to all of $members. One that had ended before, and is buried by its parent as soon as that goes on, is
# none any more; whoever is there and cannot be signalled is a failure.
signal() {
    for member in $members; do
        kill "-$1" "$member" 2> /dev/null || [ ! -d "/proc/$member" ] || return 1
    done
}

# The processes in the lab's namespaces, without the holders and this shell.
inhabitants() {
    for entry in $(stat -L -c '%i:%n' /proc/[0-9]*/ns/net 2> /dev/null); do
        pid=${entry#*:/proc/}
        pid=${pid%%/*}
        case " $spaces " in *" ${entry%%:*} "*)
            case " $holders " in *" $pid "*) ;; *) echo "$pid" ;; esac ;;
        esac
    done
}

mkfifo "$dir/ready"
echo 0
while IFS= read -r line; do
    eval "$line" > "$dir/said" 2>&1 < /dev/null
    echo $?
done

# The holders go last: while they live the numbers of the namespaces cannot be used again, by another lab for example.
quiet=0
while [ $quiet -lt 2 ]; do
    found=$(inhabitants)
    quiet=$((quiet + 1))
    if [ -n "$found" ]; then
        # shellcheck disable=SC2086
        kill -9 $found 2> /dev/null
        quiet=0
    fi
    sleep 0.02
done
# shellcheck disable=SC2086
[ -z "$holders" ] || kill -9 $holders 2> /dev/null
while read -r _ point _; do
    case $point in "$dir"/*) umount --lazy "$point" 2> /dev/null ;; esac
done < /proc/self/mounts
rm -rf "$dir"
