# shellcheck shell=bash
# The unit of config/deploy, run by a systemd that is the first process of namespaces of its own, on a copy of this
# machine's root that is gone with it. So it runs where systemd does not. Part of .ci/run.

UNIT_ADDRESS=127.0.0.13
systemd_pid=
UNIT_HTTP=http://$UNIT_ADDRESS:$((8080 + NODES))

# As docs/DEPLOYMENT.md installs it; the root of the copy is $1.
install_unit() {
  local root=$1 postgres
  postgres=$(ready .postgres | tr -d '"')
  mkdir -p "$root/opt/bellcord" "$root/etc/bellcord" "$root/etc/sysusers.d" &&
    tar xzf "$ARCHIVE" -C "$root/opt/bellcord" --strip-components=1 --no-same-owner || return 1
  install -m 600 /dev/stdin "$root/etc/bellcord/postgres-password" <<<'not asked for here'
  printf '%s\n' \
    "bellcord.port-offset = $NODES" \
    "bellcord.mqtt.host = $UNIT_ADDRESS" \
    "bellcord.http.host = $UNIT_ADDRESS" \
    "bellcord.postgres.url = jdbc:postgresql://${postgres#*@}" \
    "bellcord.postgres.user = postgres" \
    "bellcord.redis.url = $(ready .redis | tr -d '"')" >"$root/etc/bellcord/bellcord.properties"
  cp config/deploy/systemd/bellcord.sysusers "$root/etc/sysusers.d/bellcord.conf" &&
    chroot "$root" systemd-sysusers bellcord.conf
}

# Nothing of this machine's services: the unit, and what it waits for. Its log is where it can be read without a journal.
prepare_units() { # root
  local units=$1/etc/systemd/system
  mount -t tmpfs tmpfs "$units" && mount -t tmpfs tmpfs "$1/lib/systemd/system/sysinit.target.wants" &&
    mkdir -p "$units/bellcord.service.d" && cp config/deploy/systemd/bellcord.service "$units/" || return 1
  printf '[Unit]\nDefaultDependencies=no\nWants=bellcord.service\n' >"$units/only-bellcord.target"
  printf '[Service]\nStandardOutput=file:/run/bellcord.log\nStandardError=inherit\n' >"$units/bellcord.service.d/log.conf"
}

# Runs as the first process of the namespaces.
boot() {
  local root=$scratch/boot/root
  mount --make-rprivate / && mount -t tmpfs tmpfs "$scratch/boot" && mkdir -p "$root" "$scratch/boot/upper" "$scratch/boot/work" &&
    mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/boot/upper,workdir=$scratch/boot/work" "$root" &&
    mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/run" && mount -t tmpfs tmpfs "$root/tmp" &&
    mount -t sysfs -o ro sysfs "$root/sys" && mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup" &&
    mount --bind "$root/proc/sys" "$root/proc/sys" && mount -o remount,bind,ro "$root/proc/sys" &&
    install_unit "$root" && prepare_units "$root" || exit 1
  # No chroot, in which a service could have no users of its own.
  cd "$root" && mkdir -p before && pivot_root . before && umount --lazy /before && mount --make-rshared / || exit 1
  exec env -i PATH=/usr/sbin:/usr/bin container=bellcord \
    /lib/systemd/systemd --system --unit=only-bellcord.target --log-target=console --show-status=no
}

cgroup_of_its_own() {
  local top=/sys/fs/cgroup
  [ ! -d $top/unified ] || top=$top/unified
  mkdir -p $top/bellcord-systemd && printf '%s\n' "$BASHPID" >$top/bellcord-systemd/cgroup.procs
}

systemd_starts() {
  mkdir -p "$scratch/boot"
  export -f boot install_unit prepare_units ready
  export scratch ARCHIVE NODES UNIT_ADDRESS
  (
    cgroup_of_its_own || exit 1
    exec unshare --mount --pid --ipc --uts --cgroup --fork --kill-child bash -c boot
  ) >"$scratch/systemd.log" 2>&1 &
  systemd_pid=$!
  until_true 40 system show --property=Version && return
  tail -n 20 "$scratch/systemd.log"
  return 1
}

first_process() {
  ps -o pid= --ppid "$systemd_pid" | tr -d ' '
}

inside() {
  nsenter --target "$(first_process)" --mount --pid --root --wd=/ "$@"
}

system() {
  inside systemctl --no-pager "$@"
}

the_unit_runs() {
  until_true 90 curl -fsS "$UNIT_HTTP/health/ready" && [ "$(property User)" = bellcord ] && return
  inside cat /run/bellcord.log | tail -n 20
  system status bellcord
  return 1
}

property() {
  system show bellcord --property="$1" --value
}

as_nobody_else() {
  local pid
  pid=$(property MainPID)
  inside ps -o user= -p "$pid" | grep -qx bellcord &&
    inside grep -q '^NoNewPrivs:[[:space:]]*1$' "/proc/$pid/status" && inside grep -q '^CapBnd:[[:space:]]*0*$' "/proc/$pid/status" &&
    inside grep -q '^Seccomp:[[:space:]]*2$' "/proc/$pid/status"
}

the_unit_comes_back() {
  system kill --signal=KILL bellcord && until_true 60 has_restarted && until_true 90 curl -fsS "$UNIT_HTTP/health/ready"
}

has_restarted() {
  [ "$(property NRestarts)" -ge 1 ]
}

the_unit_stops() {
  system stop bellcord && [ "$(property Result)" = success ] && [ "$(property ExecMainStatus)" -eq 143 ]
}

a_wrong_setting_stops_it_for_good() {
  inside sh -c 'echo "bellcord.mqtt.prot = 1" >>/etc/bellcord/bellcord.properties'
  system start bellcord
  until_true 60 has_failed && [ "$(property ExecMainStatus)" -eq 2 ]
}

has_failed() {
  [ "$(property ActiveState)" = failed ]
}

check_systemd() {
  check "systemd starts in namespaces of its own" systemd_starts
  check "the unit runs, with its password handed over" the_unit_runs
  check "as a user without rights, behind a filter of system calls" as_nobody_else
  check "killed, it comes back" the_unit_comes_back
  check "stopped, it ends well" the_unit_stops
  check "a wrong setting stops it for good" a_wrong_setting_stops_it_for_good
  stop_systemd
}

stop_systemd() {
  [ -n "$systemd_pid" ] || return 0
  kill -KILL "$(first_process)" && wait "$systemd_pid"
  systemd_pid=
}
