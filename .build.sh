# Sourced by ./run and ./test: what both need before they begin. Bash.

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
fail() { printf 'keepsake: %s\n' "$*" >&2; exit 1; }

# What the lab needs in a user-mode kernel. On Debian the servers start as services too; the lab has its own in namespaces.
# shellcheck disable=SC2034
uml_needs=(linux.uml:user-mode-linux modprobe:kmod ipvsadm:ipvsadm nginx:nginx-light mariadbd:mariadb-server curl:curl gcc:build-essential)

# Installs Debian packages for the commands that are missing: need COMMAND:PACKAGE ...
need() {
  local missing=()
  for pair in "$@"; do command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}"); done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "please install: ${missing[*]}"
  say "installing ${missing[*]}"
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Prints the home of a JDK 25, or says how to get one.
jdk25() {
  local home
  for home in "${KEEPSAKE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$home/release" && { echo "$home"; return; }
  done
  fail "no JDK 25 found. Install Temurin 25 (https://adoptium.net), or set KEEPSAKE_JAVA_HOME"
}

# Builds every jar unless nothing changed since the last time.
build() {
  local stamp=target/built
  if [ -f "$stamp" ] && [ -z "$(find pom.xml ./*/pom.xml controller/*/pom.xml .build.sh ./*/src controller/*/src -newer "$stamp" -type f -print -quit)" ]; then
    return
  fi
  need mvn:maven
  say "building (the first time downloads what it needs)"
  local log; log=$(mktemp)
  if ! JAVA_HOME=$(jdk25) mvn -B -q -T 2 -DskipTests -Dspotless.check.skip=true package >"$log" 2>&1; then
    grep -E 'ERROR' "$log" | head -40 >&2
    fail "the build failed; all of it: $log"
  fi
  rm -f "$log"
  train
  mkdir -p target
  touch "$stamp"
}

# Makes the class cache. Without the right to make a network namespace the director just starts slower.
train() {
  controller/daemon/src/main/launcher/train "$PWD/controller/daemon/target/director.aot" ||
    say "no class cache could be made; the director starts slower"
}
