#!/bin/sh
# Puts lifecycle, index template, roles and users into Elasticsearch 8.x or 9.x. It may run again at any time.
# ELASTICSEARCH_URL and ELASTIC_PASSWORD say where and by whose right; the users' names and passwords come from the
# environment, letters and digits only. Without SHIPPER_USERNAME, and so on, that user is left alone.
set -eu
cd "$(dirname "$0")"

ask() { # method path [body]
	curl --silent --show-error --fail-with-body --retry 60 --retry-delay 5 --retry-all-errors \
		--user "elastic:$ELASTIC_PASSWORD" --header 'Content-Type: application/json' \
		--request "$1" "$ELASTICSEARCH_URL$2" ${3:+--data "$3"}
	echo
}

user() { # name password role
	[ -n "$1" ] || return 0
	ask PUT "/_security/role/$3" "@role-${3#slipway_}.json"
	ask PUT "/_security/user/$1" "{\"password\":\"$2\",\"roles\":[\"$3\"]}"
}

ask PUT /_ilm/policy/slipway-logs @lifecycle.json
ask PUT /_component_template/slipway-logs-lifecycle @lifecycle-component.json
ask PUT /_index_template/slipway-logs @index-template.json
user "${SHIPPER_USERNAME:-}" "${SHIPPER_PASSWORD:-}" slipway_shipper
user "${READER_USERNAME:-}" "${READER_PASSWORD:-}" slipway_reader
user "${PLATFORM_USERNAME:-}" "${PLATFORM_PASSWORD:-}" slipway_platform
if [ -n "${KIBANA_PASSWORD:-}" ]; then
	ask POST /_security/user/kibana_system/_password "{\"password\":\"$KIBANA_PASSWORD\"}"
fi
