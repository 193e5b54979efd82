# docs/INTEGRATORS.md as a reader follows it: the blocks that it marks are run as they stand, against the demo. Part of .ci/run.

page_block() { # NAME: what stands in the block that is marked with it
  awk -v name="run=$1" '
    $0 ~ /^```/ && inside { exit }
    inside { print }
    $0 ~ /^```[a-z]/ && $2 == name { inside = 1 }' docs/INTEGRATORS.md
}

run_block() { # INTERPRETER, NAME
  (cd "$scratch/page" && "$1" "$2")
}

arrives() { # LATITUDE: as the bus's own tracker reads it back
  mosquitto_sub -h "$HOST" -p "$PORT" -u "$PROVIDER" -P "$CREDENTIAL" -t "bus/$PROVIDER/$BUS" -C 1 -W 5 >"$scratch/last" &&
    jq -e ".lat == $1" "$scratch/last"
}

prepare_page() {
  local name
  export HOST=127.0.0.1 PORT=$MQTT_PORT PROVIDER=cam BUS=kit-1 CREDENTIAL HTTP
  HTTP=$(ready .http) || return 1
  CREDENTIAL=$(./bellcord admin tracker add --provider cam --bus kit-1 --data "$scratch/data" --json | jq -er .password) || return 1
  mkdir -p "$scratch/page"
  for name in publish see compile osmand tracker.py tracker.c; do
    page_block $name >"$scratch/page/$name"
    [ -s "$scratch/page/$name" ] || return 1
  done
  sleep 1 # a credential is known within a second
}

is_told_a_verdict() { # of a fault, by a rule
  timeout 120 ./bellcord simulate --port "$MQTT_PORT" --provider cam --buses 1 --first-bus 4242 --rate 4 \
    --token "$(ready '.providers[] | select(.id == "cam").driverToken')" --fault "$1" >/dev/null 2>&1 &
  local simulator=$! code
  until_true 3 a_verdict_is_found "$2"
  code=$?
  kill "$simulator" && wait "$simulator"
  return $code
}

# A busy machine takes its time until the simulator reports.
a_verdict_is_found() { # BY A RULE
  ./bellcord check tracker --provider cam --bus 4242 --for 12s --json --url "$(ready .http)" --data "$scratch/data" \
    --html "$scratch/verdict.html" >"$scratch/verdict.json"
  [ $? -eq 1 ] && grep -q '<table>' "$scratch/verdict.html" &&
    jq -e ".rules[] | select(.rule == \"$1\").verdict == \"found\"" "$scratch/verdict.json"
}

check_integrators() {
  check "the page for integrators has what it runs" prepare_page
  check "its first position is published" run_block sh publish
  check "and read back" run_block sh see
  check "its Python tracker reports" run_block /usr/bin/python3 tracker.py
  check "and its last position arrives" arrives 43.7352
  check "its C tracker compiles and reports" run_block sh compile
  check "and its position arrives" arrives 43.736
  check "a phone reports over HTTP" run_block sh osmand
  check "and its position arrives" arrives 43.737
  check "check tracker finds a clock that is ahead" is_told_a_verdict clock-skew clock
}
