#!/bin/bash
# The first process in the guest. From the kernel's command line: $KEEPSAKE_JOB, the job's directory on the host, as
# uml.sh made it. Few processes: each costs 20 ms here.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8
mount -t proc proc /proc
mount -a -T "$KEEPSAKE_JOB/fstab"
. /run/uml/settings # modules wanted where
mkdir -p /run/lock /run/netns /run/kmod/lib /var/log /var/lib /var/cache /var/tmp /var/empty
ln -s /run /run/lock /var
ln -s /proc/self/fd /dev/fd
ln -s fd/0 /dev/stdin
ln -s fd/1 /dev/stdout
ln -s fd/2 /dev/stderr
ln -s "$modules" /run/kmod/lib/modules

# The kernel asks this for what is not loaded yet.
printf '#!/bin/sh\nexec /sbin/modprobe -d /run/kmod "$@"\n' > /run/kmod/modprobe
chmod 755 /run/kmod/modprobe
echo /run/kmod/modprobe > /proc/sys/kernel/modprobe
# shellcheck disable=SC2086
modprobe -d /run/kmod -a $wanted 2>> /run/uml/stderr
echo uml > /proc/sys/kernel/hostname
ip link set lo up

cd "$where" 2> /dev/null || cd /
bash /run/uml/command < /dev/null > /run/uml/stdout 2>> /run/uml/stderr
echo $? > /run/uml/status
echo o > /proc/sysrq-trigger
read -r < /dev/zero
