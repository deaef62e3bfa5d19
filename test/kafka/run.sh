#!/bin/sh
# run.sh BUILD: test_kafka against a broker of its own; 77 and a word where there is no Java or no Kafka to be had.
set -u
build=$1
[ -x "$build/test_kafka" ] || { echo "no $build/test_kafka"; exit 1; }
address=$(sh test/kafka/broker.sh start "$build/kafka")
status=$?
[ "$status" -eq 0 ] || exit "$status"
trap 'sh test/kafka/broker.sh stop "$build/kafka"' EXIT
MASUDI_TEST_KAFKA=$address "$build/test_kafka"
