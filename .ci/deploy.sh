# shellcheck shell=bash
# A service as docs/DEPLOYMENT.md builds one: a node from the image and a node from the archive, on one PostgreSQL and one
# Redis, behind HAProxy with the configuration of config/deploy. Part of .ci/run.

NODES=$((PORT_OFFSET + 1000)) # the nodes' ports; each has an address of its own
LIVE=127.0.0.10               # HAProxy
LIVE_MQTT=$((8883 + NODES))
LIVE_HTTPS=$((443 + NODES))
node1_pid='' node2_pid='' crowd_pid='' rider_pids=()

node_address() { # NUMBER
  printf '127.0.0.1%d' "$1"
}

node_http() { # NUMBER
  printf 'http://%s:%d' "$(node_address "$1")" $((8080 + NODES))
}

# What both nodes are told, each as a variable: as haproxy.cfg, compose.yaml and the unit say it.
node_environment() { # NUMBER, folder in which the secrets are for it
  local postgres
  postgres=$(ready .postgres)
  printf '%s\n' \
    BELLCORD_PORT_OFFSET=$NODES \
    "BELLCORD_MQTT_HOST=$(node_address "$1")" \
    "BELLCORD_HTTP_HOST=$(node_address "$1")" \
    "BELLCORD_POSTGRES_URL=jdbc:postgresql://${postgres#*@}" \
    BELLCORD_POSTGRES_USER=postgres \
    "BELLCORD_POSTGRES_PASSWORD_FILE=$2/postgres-password" \
    "BELLCORD_REDIS_URL_FILE=$2/redis-url" \
    "BELLCORD_TLS_CERTIFICATE=$2/tls.crt" \
    "BELLCORD_TLS_PRIVATE_KEY=$2/tls.key" \
    BELLCORD_MQTT_TLS_PROXY_PROTOCOL=true \
    BELLCORD_WEBSOCKET_PROXY_PROTOCOL=true \
    "BELLCORD_MAP_WEBSOCKET=wss://localhost:$LIVE_HTTPS/mqtt"
}

prepare_secrets() {
  mkdir -p "$scratch/secrets" && new_authority live-ca "/CN=Authority" &&
    new_certificate live "/CN=localhost" live-ca "subjectAltName=DNS:localhost,IP:$LIVE" || return 1
  cp "$scratch/live.crt" "$scratch/secrets/tls.crt" && cp "$scratch/live.key" "$scratch/secrets/tls.key" || return 1
  cat "$scratch/live.crt" "$scratch/live.key" >"$scratch/live.pem"
  printf 'not asked for here\n' >"$scratch/secrets/postgres-password"
  ready .redis | tr -d '"' >"$scratch/secrets/redis-url"
  cp config/logback.xml "$scratch/secrets/"
  chmod 444 "$scratch"/secrets/*
}

# ------------------------------------------------------------------------------------------------------------ nodes

# PostgreSQL and Redis, by a broker of the archive that brings its own; it is no node.
run_store() {
  rm -f "$scratch/ready.json"
  mkdir -p "$scratch/home"
  env -i PATH=/usr/bin:/bin HOME="$scratch/home" BELLCORD_JAVA_HOME="$JAVA_HOME" \
    "$UNPACKED/bin/bellcord" broker --embedded --ready-file "$scratch/ready.json" --data "$scratch/store" \
    --port-offset "$PORT_OFFSET" >"$scratch/store.log" 2>&1 &
  demo_pid=$!
  if ! await_ready; then
    cut -c1-300 "$scratch/store.log"
    give_up "the broker of the archive did not become ready"
  fi
}

# What a container engine does, with what Linux brings: a root of its own that cannot be written to, /tmp in memory from
# which nothing can be run, a number for a user, no way to more rights.
contained() { # command and its arguments, as in the image; ${variables[@]} is its environment
  mkdir -p "$ROOT/proc" "$ROOT/dev" "$ROOT/run/secrets" && touch "$ROOT/etc/hosts" || return 1
  # shellcheck disable=SC2016 # for the inner shell
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "${variables[@]}" \
    unshare --mount --pid --ipc --fork --kill-child sh -c '
    root=$1 secrets=$2 && shift 2 &&
      mount --bind "$root" "$root" && mount -o remount,bind,ro "$root" && mount -t proc proc "$root/proc" &&
      mount --rbind /dev "$root/dev" && mount -t tmpfs -o noexec,nosuid,mode=1777 tmpfs "$root/tmp" &&
      mount --bind "$secrets" "$root/run/secrets" && mount --bind /etc/hosts "$root/etc/hosts" &&
      exec setpriv --no-new-privs chroot --userspec=65532:65532 --groups= "$root" "$@"' \
    contained "$ROOT" "$scratch/secrets" "$@"
}

start_image_node() {
  local words
  mapfile -t words < <(jq -r '.config.Entrypoint[1:][]' "$scratch/image.json")
  mapfile -t variables < <(node_environment 1 /run/secrets)
  variables+=(BELLCORD_LOG_FORMAT=json JDK_JAVA_OPTIONS=-Dlogback.configurationFile=/run/secrets/logback.xml)
  (contained /opt/java/bin/java "${words[@]}" broker) >"$scratch/node1.log" 2>&1 &
  node1_pid=$!
}

# The JVM itself, not what holds its namespaces.
image_jvm() {
  ps -o pid= --ppid "$node1_pid" | tr -d ' '
}

health_check() { # of compose.yaml, at an address of its own
  local words variables=()
  mapfile -t words < <(/usr/bin/python3 -c 'import yaml
print(*yaml.safe_load(open("config/deploy/compose/compose.yaml"))["services"]["broker"]["healthcheck"]["test"][1:], sep="\n")')
  (contained "${words[@]}" "$1")
}

start_archive_node() {
  mapfile -t variables < <(node_environment 2 "$scratch/secrets")
  env -i PATH=/usr/bin:/bin HOME="$scratch/home" BELLCORD_JAVA_HOME="$JAVA_HOME" "${variables[@]}" \
    "$UNPACKED/bellcord" broker >>"$scratch/node2.log" 2>&1 &
  node2_pid=$!
}

node_is_ready() { # NUMBER
  until_true 90 curl -fsS "$(node_http "$1")/health/ready" && return
  tail -n 20 "$scratch/node$1.log"
  return 1
}

the_image_runs() {
  start_image_node
  node_is_ready 1
}

the_archive_runs() {
  start_archive_node
  node_is_ready 2
}

its_health_check_answers() {
  health_check "$(node_http 1)/health/ready" && not health_check "$(node_http 3)/health/ready"
}

the_image_logs_json() {
  grep -v '^NOTE: Picked up JDK_JAVA_OPTIONS' "$scratch/node1.log" | jq -es 'length > 0 and all(.timestamp and .level and .formattedMessage)'
}

the_log_of_both_tells_more_without_a_restart() {
  local file
  for file in "$scratch/secrets/logback.xml" "$UNPACKED/config/logback.xml"; do
    sed -i 's:<root level:<logger name="io.bellcord.broker.provider" level="DEBUG" />&:' "$file" || return 1
  done
  until_true 15 both_tell_of_a_change
}

both_tell_of_a_change() {
  release_admin provider add "p$RANDOM" --name Another && sleep 1 && grep 'DEBUG.*Providers changed' "$scratch/node1.log" &&
    grep 'DEBUG.*Providers changed' "$scratch/node2.log"
}

# ---------------------------------------------------------------------------------------------------------- clients

release_admin() {
  "$UNPACKED/bin/bellcord" admin "$@" --data "$scratch/store"
}

a_provider_comes() {
  release_admin provider add kb --name Kreisbus && live_rider=$(release_admin token issue --provider kb --role rider) &&
    live_driver=$(release_admin token issue --provider kb --role driver)
}

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# With a key that the provider keeps, and the signature that Java brings in a module of its own.
an_eddsa_token_counts() {
  local head body
  openssl genpkey -algorithm ed25519 -out "$scratch/ed.key" && openssl pkey -in "$scratch/ed.key" -pubout -out "$scratch/ed.pub" &&
    release_admin key add --provider kb --kid ed --algorithm EdDSA --public-key "$scratch/ed.pub" || return 1
  head=$(printf '{"alg":"EdDSA","kid":"ed"}' | base64url)
  body=$(printf '{"provider":"kb","role":"rider","tokenType":"access","sub":"ann","exp":%d}' $(($(date +%s) + 600)) | base64url)
  printf '%s.%s' "$head" "$body" >"$scratch/ed.text"
  openssl pkeyutl -sign -rawin -inkey "$scratch/ed.key" -in "$scratch/ed.text" -out "$scratch/ed.sig" || return 1
  until_true 20 at_node_1 "$head.$body.$(base64url <"$scratch/ed.sig")"
}

at_node_1() { # TOKEN: of its HTTP, since its MQTT is for the proxy
  curl -fsS -H "Authorization: Bearer $1" "$(node_http 1)/v1/providers/kb/vehicles" | jq -e .items
}

live() { # mosquitto program, options
  local program=$1
  shift
  timeout 30 "$program" -h $LIVE -p $LIVE_MQTT --cafile "$scratch/live-ca.crt" -u kb "$@"
}

live_report() { # LATITUDE
  timeout 10 mosquitto_pub -h $LIVE -p $LIVE_MQTT --cafile "$scratch/live-ca.crt" -u kb -P "$live_driver" -q 1 -t bus/kb/7 \
    -m "{\"ts\":$(date +%s%3N),\"lat\":$1,\"lon\":7.42}"
}

live_rider_sees() { # LATITUDE
  live mosquitto_sub -P "$live_rider" -t bus/kb/7 -C 1 -W 10 | jq -e ".lat == $1"
}

# ---------------------------------------------------------------------------------------------------------- HAProxy

start_live_proxy() {
  sed -e "s:10\.0\.0\.1\([12]\):127.0.0.1\1:" -e "s:bind \::bind $LIVE\::" -e "s:/run/haproxy/admin.sock:$scratch/admin.sock:" \
    -e "s:/etc/haproxy/live.example.com.pem:$scratch/live.pem:" -e "s:^  maxconn .*:  maxconn 2000:" \
    -e "s/\b8883\b/$((8883 + NODES))/; s/\b8083\b/$((8083 + NODES))/; s/\b8080\b/$((8080 + NODES))/; s/\b443\b/$LIVE_HTTPS/" \
    config/deploy/haproxy/haproxy.cfg >"$scratch/live.cfg"
  /usr/sbin/haproxy -c -f "$scratch/live.cfg" || return 1
  /usr/sbin/haproxy -db -f "$scratch/live.cfg" >"$scratch/live.log" 2>&1 &
  proxy_pid=$!
  until_true 40 proxy_has up 2
}

proxy_has() { # up or down, COUNT: servers of mqtt
  [ "$(proxy_says 'show stat' | awk -F , -v state="${1^^}" '$1 == "mqtt" && $2 ~ /^node/ && $18 ~ state' | wc -l)" -eq "$2" ]
}

proxy_says() { # command of its socket
  /usr/bin/python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(sys.argv[2].encode() + b"\n")
while data := s.recv(65536): sys.stdout.write(data.decode())' "$scratch/admin.sock" "$1"
}

tls_passes_through() {
  until_true 20 live_report 43.71 && live_rider_sees 43.71
}

# Its file grows with what it sees. As apps do, and mosquitto_sub not after every end of TLS, it comes back.
rider() { # FILE
  trap 'kill $!; exit' TERM
  while :; do
    mosquitto_sub -h $LIVE -p $LIVE_MQTT --cafile "$scratch/live-ca.crt" -u kb -P "$live_rider" -t bus/kb/7 >>"$1" 2>/dev/null &
    wait $!
    sleep 0.5
  done
}

riders_come() {
  local n
  for n in 1 2 3 4; do
    rider "$scratch/rider$n" &
    rider_pids+=($!)
  done
  until_true 30 both_have_riders
}

both_have_riders() {
  [ "$(connections 1)" -ge 1 ] && [ "$(connections 2)" -ge 1 ]
}

connections() { # NUMBER of a node
  curl -fsS "$(node_http "$1")/metrics" | awk '$1 == "bellcord_connections" { print int($2) }'
}

all_riders_see() { # LATITUDE
  local n
  live_report "$1" || return 1
  for n in 1 2 3 4; do
    until_true 5 grep -q "\"lat\":$1," "$scratch/rider$n" || return 1
  done
}

the_proxy_names_clients() { # a connection past it is closed
  not timeout 10 mosquitto_pub -h "$(node_address 1)" -p $LIVE_MQTT --cafile "$scratch/live-ca.crt" --insecure -u kb -P "$live_rider" \
    -t bus/kb/7 -m x && curl -fsS "$(node_http 1)/metrics" | grep 'bellcord_guard_accepts_refused_total{reason="proxy_header"}'
}

https_leads_to_map_and_api() {
  curl -fsS --cacert "$scratch/live-ca.crt" "https://$LIVE:$LIVE_HTTPS/map/config" | grep -F "wss://localhost:$LIVE_HTTPS/mqtt" &&
    curl -fsS --cacert "$scratch/live-ca.crt" -H "Authorization: Bearer $live_rider" \
      "https://$LIVE:$LIVE_HTTPS/v1/providers/kb/vehicles/7" | jq -e .lat
}

websocket_comes_through() {
  timeout 20 /usr/bin/python3 - "$LIVE" "$LIVE_HTTPS" "$scratch/live-ca.crt" "$live_rider" <<'END'
import sys
import paho.mqtt.client as mqtt

host, port, authority, token = sys.argv[1:]
client = mqtt.Client(transport="websockets")
client.ws_set_options(path="/mqtt")
client.tls_set(authority)
client.username_pw_set("kb", token)
client.on_connect = lambda client, *_: client.subscribe("bus/kb/7")
client.on_message = lambda client, *_: sys.exit(0)
client.connect(host, int(port))
client.loop_forever()
END
}

has_connections() { # NODE, HOW MANY
  [ "$(connections "$1")" -ge "$2" ]
}

CROWD=800 # to tell them takes a node four seconds, in which the proxy asks it several times

# All at the second node, as the first is taken out for that moment the way docs/DEPLOYMENT.md says.
a_crowd_comes_to_a_node() {
  proxy_says 'set server mqtt/node1 state drain' || return 1
  /usr/bin/python3 .ci/crowd.py $LIVE $LIVE_MQTT "$scratch/live-ca.crt" "$live_rider" $CROWD "$scratch/crowd" &
  crowd_pid=$!
  until_true 60 grep -q there "$scratch/crowd" && has_connections 2 $CROWD && proxy_says 'set server mqtt/node1 state ready'
}

all_of_the_crowd_were_told() {
  until_true 20 grep told "$scratch/crowd" || return 1
  wait "$crowd_pid"
  crowd_pid=
  grep -qx "told $CROWD not 0" "$scratch/crowd"
}

a_node_is_stopped_and_its_riders_go_to_the_other() {
  kill "$node2_pid" && wait "$node2_pid"
  local code=$?
  node2_pid=
  [ $code -eq 143 ] || echo "exit code $code"
  [ $code -eq 143 ] && until_true 40 all_riders_see 43.72 && until_true 20 proxy_has down 1 && until_true 20 has_connections 1 4
}

a_node_comes_back() {
  start_archive_node
  node_is_ready 2 && until_true 40 proxy_has up 2 && until_true 20 live_report 43.73
}

a_node_hangs_and_its_riders_go_to_the_other() {
  local java
  java=$(image_jvm) && kill -STOP "$java" || return 1
  until_true 60 all_riders_see 43.74 && proxy_has down 1
  local code=$?
  kill -CONT "$java"
  return $code
}

the_image_ends_at_sigterm() {
  kill "$(image_jvm)" && wait "$node1_pid"
  local code=$?
  node1_pid=
  [ $code -eq 143 ]
}

# ------------------------------------------------------------------------------------------------------------ Redis

# Both configurations, each as it stands but for places and ports.
redis_conf() { # folder
  sed -e "s:^dir .*:dir $1:" -e "s:^port .*::" -e "s:^include .*:include $scratch/redis-auth:" \
    -e "s:^maxmemory .*:maxmemory 64mb:"
}

compose_redis_wants_its_password() {
  local port=$((NODES + 6379)) code
  printf 'requirepass moon\nmasterauth moon\n' >"$scratch/redis-auth"
  mkdir -p "$scratch/redis" && redis_conf "$scratch/redis" <config/deploy/compose/redis.conf >"$scratch/redis.conf"
  /usr/bin/redis-server "$scratch/redis.conf" --port $port --bind 127.0.0.1 >"$scratch/redis.log" 2>&1 &
  local pid=$!
  until_true 20 redis_answers $port && redis-cli -p $port ping 2>&1 | grep -q NOAUTH
  code=$?
  kill $pid && wait $pid
  return $code
}

redis_answers() { # PORT
  REDISCLI_AUTH=moon redis-cli -p "$1" ping | grep -q PONG
}

kubernetes_redis_makes_a_cluster() {
  local n port pids=() code=1
  for n in 1 2 3; do
    port=$((NODES + 6380 + n))
    mkdir -p "$scratch/redis$n"
    sed -n '/^  redis.conf: |/,/^---/p' config/deploy/kubernetes/redis-cluster.yaml | sed -e '1d;$d' -e 's/^    //' |
      redis_conf "$scratch/redis$n" >"$scratch/redis$n.conf"
    /usr/bin/redis-server "$scratch/redis$n.conf" --port $port --bind 127.0.0.1 --cluster-announce-ip 127.0.0.1 \
      --cluster-announce-hostname localhost >"$scratch/redis$n.log" 2>&1 &
    pids+=($!)
  done
  until_true 20 redis_answers $((NODES + 6383)) &&
    REDISCLI_AUTH=moon redis-cli --cluster create 127.0.0.1:$((NODES + 6381)) 127.0.0.1:$((NODES + 6382)) \
      127.0.0.1:$((NODES + 6383)) --cluster-yes &&
    until_true 30 cluster_is_well && code=0
  kill "${pids[@]}" && wait "${pids[@]}"
  return $code
}

cluster_is_well() {
  REDISCLI_AUTH=moon redis-cli -p $((NODES + 6381)) cluster info | grep -q cluster_state:ok
}

# -------------------------------------------------------------------------------------------------------------- run

check_deployment() {
  run_store
  check "the archive's broker brings its servers, with nothing but a JDK" ready .postgres
  check "secrets and certificates are made" prepare_secrets
  check "the image runs: read-only, not as root, secrets from files" the_image_runs
  check "its health check says ready, and not where nobody is" its_health_check_answers
  check "the archive's broker runs as a second node" the_archive_runs
  check "its admin command makes a provider" a_provider_comes
  check "the image's log is JSON where that is wanted" the_image_logs_json
  check "a log tells more without a restart" the_log_of_both_tells_more_without_a_restart
  check "the image verifies EdDSA" an_eddsa_token_counts
  check "HAProxy takes the configuration and finds both nodes" start_live_proxy
  check "TLS passes through to a node, and a position comes back" tls_passes_through
  check "nobody comes past HAProxy" the_proxy_names_clients
  check "HTTPS leads to the map and the API" https_leads_to_map_and_api
  check "MQTT over WebSocket comes through at the same address" websocket_comes_through
  check "riders are spread over both nodes" riders_come
  check "a node is taken out by hand, and a crowd comes to the other" a_crowd_comes_to_a_node
  check "a node is stopped: its riders go on at the other" a_node_is_stopped_and_its_riders_go_to_the_other
  check "each of its clients was told to go" all_of_the_crowd_were_told
  check "it comes back, and is used again" a_node_comes_back
  check "a node hangs: its riders go on at the other" a_node_hangs_and_its_riders_go_to_the_other
  check "SIGTERM ends the image's broker" the_image_ends_at_sigterm
  check "compose's Redis starts and wants its password" compose_redis_wants_its_password
  check "Kubernetes' Redis makes a cluster" kubernetes_redis_makes_a_cluster
}

# Also where something went wrong half way.
stop_nodes() {
  local pid
  [ ${#rider_pids[@]} -eq 0 ] || kill "${rider_pids[@]}"
  [ -z "$crowd_pid" ] || kill "$crowd_pid"
  for pid in "$node2_pid" ${node1_pid:+$(image_jvm)}; do
    [ -z "$pid" ] || kill -KILL "$pid"
  done
  [ -z "$node2_pid" ] || wait "$node2_pid" 2>/dev/null
  rider_pids=() node1_pid='' node2_pid='' crowd_pid=''
}

end_deployment() {
  stop_nodes
  kill "$proxy_pid" && wait "$proxy_pid"
  proxy_pid=
  kill "$demo_pid" && wait "$demo_pid"
  demo_pid=
  check "no process is left" leaves_no_process
}
