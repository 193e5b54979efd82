# shellcheck shell=bash
# The door, looked at from outside: one broker with TLS, what an operator does to it, and what clients then see.
# Part of .ci/run, whose helpers it uses. Plain MQTT is behind HAProxy, with PROXY headers; TLS is reached directly.

TLS_PORT=$((8883 + PORT_OFFSET))
HTTP=http://127.0.0.1:$((8080 + PORT_OFFSET))
PROXY_PORT=$((1880 + PORT_OFFSET))
TIMED_OUT=27 # what mosquitto_sub answers after -W

admin() {
  ./bellcord admin "$@" --data "$scratch/door"
}

until_true() { # seconds, command
  local tries=$(($1 * 2))
  shift
  while ! "$@"; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.5
  done
}

# ----------------------------------------------------------------------------------------------------- certificates

new_authority() { # NAME, subject
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -subj "$2" -keyout "$scratch/$1.key" -out "$scratch/$1.crt"
}

new_certificate() { # NAME, subject, authority, extension
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -subj "$2" -keyout "$scratch/$1.key" -out "$scratch/$1.csr" &&
    printf '%s\n' "$4" >"$scratch/$1.ext" &&
    openssl x509 -req -in "$scratch/$1.csr" -CA "$scratch/$3.crt" -CAkey "$scratch/$3.key" -CAcreateserial \
      -days 30 -extfile "$scratch/$1.ext" -out "$scratch/$1.crt"
}

new_tracker() { # NAME, authority
  new_certificate "$1" "/O=kb/CN=1001" "$2" "extendedKeyUsage=clientAuth"
}

make_certificates() {
  new_authority ca "/CN=Authority" && new_authority trackers "/CN=Trackers of kb" && new_authority strangers "/CN=Strangers" &&
    new_certificate tls "/CN=localhost" ca "subjectAltName=DNS:localhost" &&
    new_certificate renewed "/CN=localhost" ca "subjectAltName=DNS:localhost" &&
    new_tracker 1001 trackers && new_tracker spare trackers && new_tracker stranger strangers
}

fingerprint() { # of the certificate on standard input
  openssl x509 -noout -fingerprint -sha256 | cut -d = -f 2
}

serves() { # NAME of a certificate
  local served
  served=$(openssl s_client -connect localhost:$TLS_PORT -CAfile "$scratch/ca.crt" -verify_return_error </dev/null | fingerprint)
  [ "$served" = "$(fingerprint <"$scratch/$1.crt")" ]
}

a_renewed_certificate_is_served() {
  serves tls || return 1
  mv "$scratch/renewed.crt" "$scratch/tls.crt" && cp "$scratch/renewed.key" "$scratch/tls.key" || return 1
  until_true 20 serves tls
}

health_of_tls() { # jq's filter
  curl -fsS "$HTTP/health/ready" | jq -e "$1"
}

a_broken_pair_is_told_of() {
  cp "$scratch/ca.key" "$scratch/tls.key"
  until_true 20 health_of_tls '.status == "degraded" and (.problems.tls | contains("does not belong to the certificate"))' || return 1
  serves tls || return 1
  cp "$scratch/renewed.key" "$scratch/tls.key"
  until_true 20 health_of_tls '.status == "ready"'
}

# ---------------------------------------------------------------------------------------------------------- clients

over_tls() { # program, options
  local program=$1
  shift
  "$program" -h localhost -p $TLS_PORT --cafile "$scratch/ca.crt" "$@"
}

report() { # LATITUDE, options that say who it is
  local latitude=$1
  shift
  over_tls mosquitto_pub "$@" -q 1 -t bus/kb/1001 -m "{\"ts\":$(date +%s000),\"lat\":$latitude,\"lon\":7.42}"
}

report_with() { # LATITUDE, NAME of a certificate
  report "$1" --cert "$scratch/$2.crt" --key "$scratch/$2.key"
}

rider_sees() { # LATITUDE, TOKEN
  over_tls mosquitto_sub -u kb -P "$2" -t bus/kb/1001 -C 1 -W 10 | jq -e ".lat == $1"
}

a_provider_gets_an_authority() {
  admin provider add kb --name Kreisbus && admin ca add --provider kb "$scratch/trackers.crt" || return 1
  admin ca list --provider kb --json | jq -e '.authorities | length == 1 and .[0].valid'
}

a_certificate_lets_a_tracker_in() {
  rider=$(admin token issue --provider kb --role rider) || return 1
  report_with 43.73 1001 && rider_sees 43.73 "$rider"
}

a_stranger_is_refused() {
  ! report_with 43.74 stranger
}

a_revoked_certificate_is_refused() {
  admin ca revoke --provider kb "$(fingerprint <"$scratch/1001.crt")" || return 1
  until_true 5 not report_with 43.75 1001 && report_with 43.76 spare
}

a_removed_authority_vouches_for_nobody() {
  admin ca remove --provider kb "$(fingerprint <"$scratch/trackers.crt")" || return 1
  until_true 5 not report_with 43.77 spare
}

not() {
  ! "$@"
}

a_credential_lets_a_tracker_in() {
  credential=$(admin tracker add --provider kb --bus 1001 --json | jq -er .password) || return 1
  [ ${#credential} -le 40 ] || return 1
  until_true 5 report 43.78 -u kb -P "$credential" && rider_sees 43.78 "$rider"
}

# mosquitto_sub connects again when it was disconnected; that it gives up says that it is not let in any more.
a_revoked_credential_ends_its_connection() {
  local code
  over_tls mosquitto_sub -u kb -P "$credential" -t bus/kb/1001 -W 60 >"$scratch/tracker.seen" 2>"$scratch/tracker.told" &
  local tracker=$!
  until_true 10 test -s "$scratch/tracker.seen" && admin tracker revoke --provider kb --bus 1001 || return 1
  wait $tracker
  code=$?
  cat "$scratch/tracker.told"
  [ $code -ne 0 ] && [ $code -ne $TIMED_OUT ] && not report 43.79 -u kb -P "$credential"
}

# --------------------------------------------------------------------------------------------------------- accounts

post() { # PATH, body
  curl -sS "$HTTP$1" -H 'Content-Type: application/json' -d "$2"
}

refresh() {
  post /auth/authenticate/refresh "{\"token\": \"$1\", \"provider\": \"kb\"}"
}

a_user_logs_in() {
  printf 'correct horse' | admin user add kim --provider kb --role driver --password-file - || return 1
  login=$(post /auth/login '{"id": "kim", "password": "correct horse", "provider": "kb"}')
  rider_sees 43.78 "$(jq -er .data.accessToken <<<"$login")"
}

a_wrong_password_is_refused() {
  post /auth/login '{"id": "kim", "password": "wrong horse", "provider": "kb"}' | jq -e '.error == "login_failed"'
}

a_refresh_token_is_used_once() {
  local token next
  token=$(jq -er .data.refreshToken <<<"$login") || return 1
  next=$(refresh "$token" | jq -er .data.refreshToken) || return 1
  refresh "$token" | jq -e '.error == "token_reused"' && refresh "$next" | jq -e '.error == "token_revoked"'
}

what_was_done_is_told() {
  local action told
  told=$(admin audit --provider kb --json) || return 1
  for action in "provider added" "certificate authority added" "token issued" "revocation added" \
    "certificate authority removed" "credential added" "credential retired" "user added"; do
    jq -e --arg action "$action" '[.entries[].action] | index($action)' <<<"$told" || return 1
  done
  not grep -F "$credential" <<<"$told"
}

# ------------------------------------------------------------------------------------------------------------ proxy

start_proxy() {
  cat >"$scratch/haproxy.cfg" <<END
global
  maxconn 100
defaults
  mode tcp
  timeout connect 5s
  timeout client 1m
  timeout server 1m
listen mqtt
  bind 127.0.0.1:$PROXY_PORT
  server bellcord 127.0.0.1:$MQTT_PORT send-proxy-v2
END
  /usr/sbin/haproxy -f "$scratch/haproxy.cfg" -db >"$scratch/haproxy.log" 2>&1 &
  proxy_pid=$!
}

a_rider_comes_through_the_proxy() {
  until_true 10 mosquitto_sub -h 127.0.0.1 -p $PROXY_PORT -u kb -P "$rider" -t bus/kb/1001 -C 1 -W 5
}

nobody_comes_past_the_proxy() {
  not timeout 10 mosquitto_pub -h 127.0.0.1 -p "$MQTT_PORT" -u kb -P "$rider" -t bus/kb/1001 -m x || return 1
  curl -fsS "$HTTP/metrics" | grep 'bellcord_guard_accepts_refused_total{reason="proxy_header"}'
}

# -------------------------------------------------------------------------------------------------------------- run

run_door() {
  rm -f "$scratch/ready.json"
  BELLCORD_TLS_CERTIFICATE=$scratch/tls.crt BELLCORD_TLS_PRIVATE_KEY=$scratch/tls.key BELLCORD_MQTT_PROXY_PROTOCOL=true \
    ./bellcord broker --embedded --ready-file "$scratch/ready.json" --data "$scratch/door" \
    --port-offset $PORT_OFFSET >"$scratch/door.log" 2>&1 &
  demo_pid=$!
  if ! await_ready; then
    cut -c1-300 "$scratch/door.log"
    give_up "the broker with TLS did not become ready"
  fi
}

check_door() {
  check "a provider gets an authority for its trackers" a_provider_gets_an_authority
  check "over TLS a rider sees what a tracker with a certificate reports" a_certificate_lets_a_tracker_in
  check "a tracker with a certificate of another authority is refused" a_stranger_is_refused
  check "a revoked certificate is refused, and no other" a_revoked_certificate_is_refused
  check "a removed authority vouches for nobody" a_removed_authority_vouches_for_nobody
  check "a renewed certificate is served without a restart" a_renewed_certificate_is_served
  check "a broken pair is told of, and the certificate before is kept" a_broken_pair_is_told_of
  check "a tracker reports with a credential" a_credential_lets_a_tracker_in
  check "a revoked credential ends its connection" a_revoked_credential_ends_its_connection
  check "a user logs in and sees buses over MQTT" a_user_logs_in
  check "a wrong password is refused" a_wrong_password_is_refused
  check "a refresh token is used once, and its family ends when it comes again" a_refresh_token_is_used_once
  check "the audit tells what was done, and no secret" what_was_done_is_told
  start_proxy
  check "a rider comes through HAProxy" a_rider_comes_through_the_proxy
  check "nobody comes past HAProxy" nobody_comes_past_the_proxy
}

end_door() {
  local code
  kill "$proxy_pid" && wait "$proxy_pid"
  proxy_pid=
  kill "$demo_pid" && wait "$demo_pid"
  code=$?
  demo_pid=
  check "SIGTERM ends the broker (143; was $code)" test $code -eq 143
  check "no process is left" leaves_no_process
}
