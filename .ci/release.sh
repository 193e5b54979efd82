# shellcheck shell=bash
# What is released, taken apart: the archive, the image, and the files that tell how to run them. Part of .ci/run.

VERSION=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
ARCHIVE=target/bellcord-$VERSION.tar.gz
SBOM=target/bellcord-$VERSION.cdx.json
IMAGE=target/bellcord-$VERSION-image.tar
UNPACKED="$scratch/a release/bellcord-$VERSION" # a blank, as in many people's folders

package_release() {
  # The image's C library comes from Debian, whose lists may not be there.
  apt-get -qq --print-uris download libc6 2>/dev/null || apt-get -q update || return 1
  mvn -B -ntp -q -Prelease,image package -Dtest=KubernetesFilesTest,HealthProbeTest -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true
}

# ---------------------------------------------------------------------------------------------------------- archive

the_same_comes_out_again() {
  sha256sum "$ARCHIVE" "$SBOM" "$IMAGE" >"$scratch/first" || return 1
  rm -rf release/*/target broker/target/bellcord-broker.jar simulator/target/bellcord-simulator.jar "$ARCHIVE" "$SBOM" "$IMAGE"
  package_release && sha256sum -c "$scratch/first"
}

is_unpacked() {
  mkdir -p "$scratch/a release" && tar xzf "$ARCHIVE" -C "$scratch/a release" || return 1
  (cd target && sha256sum -c "bellcord-$VERSION.sha256") && (cd "$UNPACKED" && sha256sum -c --quiet SHA256SUMS) || return 1
  # Nothing that the checksums do not know.
  [ "$(find "$UNPACKED" -type f ! -name SHA256SUMS | wc -l)" -eq "$(wc -l <"$UNPACKED/SHA256SUMS")" ]
}

holds_no_sources() {
  [ -z "$(find "$UNPACKED" -name '*.java' -o -name pom.xml -o -name '*.key' -o -name '*.log')" ]
}

sbom_tells_of_every_library() {
  jq -e '.bomFormat == "CycloneDX" and all(.components[]; .licenses and .purl)' "$SBOM" || return 1
  sha256sum "$UNPACKED"/lib/*.jar "$UNPACKED"/*.jar | cut -d ' ' -f 1 | sort -u >"$scratch/libraries"
  jq -r '.components[].hashes[] | select(.alg == "SHA-256").content' "$SBOM" | sort -u | diff - "$scratch/libraries"
}

licences_are_told_of_every_library() {
  local jar artifact
  for jar in "$UNPACKED"/lib/*.jar; do
    artifact=$(basename "$jar" | sed 's/-[0-9].*//')
    grep -qF ":$artifact:" "$UNPACKED/THIRD-PARTY.txt" || { echo "$jar" && return 1; }
  done
  # Of those that bring its text.
  [ "$(find "$UNPACKED/licences" -mindepth 1 -type d | wc -l)" -ge 25 ]
}

# ------------------------------------------------------------------------------------------------------------ image

ROOT=$scratch/image/root

image_is_taken_apart() {
  local layer
  mkdir -p "$ROOT" && tar xf "$IMAGE" -C "$scratch/image" || return 1
  for layer in $(jq -r '.[0].Layers[]' "$scratch/image/manifest.json"); do
    tar xzf "$scratch/image/$layer" -C "$ROOT" || return 1
  done
  cp "$scratch/image/$(jq -r '.[0].Config' "$scratch/image/manifest.json")" "$scratch/image.json"
}

image_says() { # jq's filter
  jq -e "$1" "$scratch/image.json"
}

image_says_how_it_runs() {
  image_says '.config.User == "65532:65532" and .config.Entrypoint[0] == "java" and .config.Cmd == ["broker"]' &&
    image_says '.config.ExposedPorts | keys == ["1883/tcp", "8080/tcp", "8083/tcp", "8084/tcp", "8883/tcp"]' &&
    image_says ".config.Labels[\"org.opencontainers.image.version\"] == \"$VERSION\""
}

image_holds_no_secret() {
  image_says '[.config.Env[] | split("=")[0]] | sort == ["LANG", "PATH"]' || return 1
  [ -z "$(find "$ROOT" -name '*.key' -o -name '*.p12' -o -name '*.jks' -o -name id_rsa -o -name .env)" ] || return 1
  not grep -rlE 'PRIVATE KEY-----|BELLCORD_[A-Z_]*(PASSWORD|KEY)=' "$ROOT" --include='*' --exclude='*.jar' --exclude=modules
}

image_holds_no_more_than_it_needs() {
  [ -z "$(find "$ROOT" -perm /6000 -o -perm /0002 ! -type l ! -path "$ROOT/tmp" -o ! -uid 0)" ] || return 1
  [ ! -e "$ROOT/bin" ] && [ ! -e "$ROOT/usr/bin" ] && [ ! -e "$ROOT/sbin" ] || return 1
  [ -z "$(find "$ROOT/app" -name '*postgres-binaries*' -o -name 'embedded-redis*')" ] || return 1
  [ "$(stat -c %s "$IMAGE")" -lt 100000000 ]
}

# jdeps sees what the classes name; what they find by name alone is found out when the image runs.
image_has_the_modules_it_needs() {
  "$JAVA_HOME/bin/jdeps" --ignore-missing-deps --multi-release 25 --print-module-deps --recursive --class-path "$ROOT/app/libs/*" \
    "$ROOT"/app/libs/bellcord-broker*.jar | tr , '\n' | sort >"$scratch/needed"
  [ -s "$scratch/needed" ] && sed -n 's/^MODULES="\(.*\)"/\1/p' "$ROOT/opt/java/release" | tr ' ' '\n' | sort >"$scratch/has"
  comm -23 "$scratch/needed" "$scratch/has" | tee /dev/stderr | not grep -q .
}

scanners_find_its_packages() {
  grep -q '^Package: libc6$' "$ROOT/var/lib/dpkg/status.d/libc6" && [ -s "$ROOT/usr/share/doc/libc6/copyright" ] &&
    [ -d "$ROOT/opt/java/legal/java.base" ]
}

# ------------------------------------------------------------------------------------------------------------ files

compose_is_understood() {
  # This docker-compose is older than the file's first line.
  sed '/^name:/d' config/deploy/compose/compose.yaml >"$scratch/compose.yaml"
  BELLCORD_VERSION=$VERSION docker-compose -f "$scratch/compose.yaml" config >"$scratch/compose.out" &&
    grep -q "image: bellcord:$VERSION" "$scratch/compose.out"
}

# With its places moved to where the release is.
service_unit() {
  sed -e "s:/opt/bellcord:$scratch/opt:g" -e "s:/etc/bellcord:$scratch/etc:g" config/deploy/systemd/bellcord.service
}

systemd_takes_the_unit() {
  mkdir -p "$scratch/unit" && service_unit >"$scratch/unit/bellcord.service" && ln -sfn "$UNPACKED" "$scratch/opt" || return 1
  systemd-analyze verify --man=no "$scratch/unit/bellcord.service" 2>&1 | tee /dev/stderr | not grep -q bellcord
}

# Of 10, where a service without any protection has 9.6.
systemd_finds_the_unit_safe() {
  systemd-analyze security --offline=true --no-pager --threshold=20 "$scratch/unit/bellcord.service"
}

check_release() {
  check "the archive unpacks, and its checksums are right" is_unpacked
  check "it holds no source, no key and no log" holds_no_sources
  check "its SBOM tells of every library with its checksum and licence" sbom_tells_of_every_library
  check "the licences of all libraries are known and come along" licences_are_told_of_every_library
  check "the image is read without a container engine" image_is_taken_apart
  check "the image says who it runs as, how, and at which ports" image_says_how_it_runs
  check "the image holds no secret" image_holds_no_secret
  check "the image holds no shell, no program with rights, and no server for a laptop" image_holds_no_more_than_it_needs
  check "the image has every module of Java that the broker names" image_has_the_modules_it_needs
  check "the image tells scanners of its packages" scanners_find_its_packages
  check "compose.yaml is understood by docker-compose" compose_is_understood
  check "systemd takes the unit" systemd_takes_the_unit
  check "systemd finds the unit safe" systemd_finds_the_unit_safe
  check "built once more, archive, SBOM and image are the same to the byte" the_same_comes_out_again
}
