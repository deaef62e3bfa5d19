#!/bin/sh
# broker.sh start DIR | stop DIR: one broker of Kafka, which is its own controller, out of the jars that Maven copies
# by test/kafka/pom.xml into DIR/jars. start prints its address. What cannot be had ends with 77 and a word.
set -u
here=$(cd "$(dirname "$0")" && pwd)
verb=${1:-} dir=${2:-}
usage() { echo 'usage: broker.sh start|stop DIR' >&2; exit 2; }
[ -n "$dir" ] || usage
mkdir -p "$dir" && dir=$(cd "$dir" && pwd) || exit 2
copy=org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies

skip() { echo "skipped: $*" >&2; exit 77; }

get_jars() {
    command -v java >/dev/null || skip 'no Java'
    [ -e "$dir/jars/done" ] && cmp -s "$here/pom.xml" "$dir/jars/done" && return
    command -v mvn >/dev/null || skip 'no Maven'
    rm -rf "$dir/jars"
    mvn -q -B -f "$here/pom.xml" "$copy" -DincludeScope=runtime -DoutputDirectory="$dir/jars" >"$dir/maven.log" 2>&1 ||
        skip "Maven has no Kafka for us: $(tail -n 1 "$dir/maven.log")"
    cp "$here/pom.xml" "$dir/jars/done"
}

free_ports() {
    python3 -c 'import socket
s = [socket.socket() for _ in range(2)]
for x in s: x.bind(("127.0.0.1", 0))
print(*(x.getsockname()[1] for x in s))'
}

configure() { # PORT CONTROLLER_PORT
    cat >"$dir/server.properties" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$2
listeners=PLAINTEXT://127.0.0.1:$1,CONTROLLER://127.0.0.1:$2
advertised.listeners=PLAINTEXT://127.0.0.1:$1
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$dir/data
num.partitions=3
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
END
}

# In place of the shell that calls it: its number is the broker's.
java_with() { # CLASS ARGUMENT...
    exec java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$dir/jars/*" "$@"
}

answers() { # PORT
    python3 -c 'import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1).close()' "$1" 2>/dev/null
}

start() {
    get_jars
    ports=$(free_ports)
    port=${ports% *}
    rm -rf "$dir/data"
    configure "$port" "${ports#* }"
    (java_with kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAQ -c "$dir/server.properties") >"$dir/format.log" 2>&1 ||
        { cat "$dir/format.log" >&2; exit 1; }
    (java_with kafka.Kafka "$dir/server.properties") >"$dir/broker.log" 2>&1 </dev/null &
    pid=$!
    echo "$pid" >"$dir/pid"
    tries=0
    until answers "$port"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 120 ] || ! kill -0 "$pid" 2>/dev/null; then
            tail -n 20 "$dir/broker.log" >&2
            exit 1
        fi
        sleep 0.5
    done
    echo "127.0.0.1:$port"
}

stop() {
    [ -e "$dir/pid" ] || return 0
    pid=$(cat "$dir/pid")
    kill "$pid" 2>/dev/null
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 40 ]; do
        tries=$((tries + 1))
        sleep 0.5
    done
    kill -9 "$pid" 2>/dev/null
    rm -rf "$dir/pid" "$dir/data"
}

case $verb in
start) start ;;
stop) stop ;;
*) usage ;;
esac
