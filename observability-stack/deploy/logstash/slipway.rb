# Makes of a container's line the record that Slipway asks for. Logstash runs it for each event (filter ruby);
# ShippersTest runs it over the lines of the golden template. The same rules stand in ../filebeat/slipway.js and
# ../fluent-bit/slipway.lua.
require "json"

FROM_LABELS = {
  "service.name" => "service",
  "slipway.team" => "team",
  "service.environment" => "environment",
  "slipway.release" => "release"
}.freeze

OTHER_NAMES = {
  "traceId" => "trace.id",
  "spanId" => "span.id",
  "level" => "log.level",
  "logger" => "log.logger",
  "stack_trace" => "error.stack_trace",
  "msg" => "message"
}.freeze

# What a process says of whose it is, is not believed; names that mean something to a shipper or a store are none of its.
CLAIMED = /\A(service|kubernetes|slipway|ecs)(\.|\z)|\A_|\A@(?!timestamp\z)/

LEVEL = /\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)\b/

def flatten(value, name, fields)
  case value
  when Hash
    value.each { |key, part| flatten(part, name.empty? ? key : "#{name}.#{key}", fields) }
  when Array
    fields[name] = value.join(",")
  when nil
    fields
  else
    fields[name] = value
  end
  fields
end

def line(text)
  parsed = text.start_with?("{") ? JSON.parse(text) : nil
  return flatten(parsed, "", {}) if parsed
  level = LEVEL.match(text[0, 100])
  level ? { "log.level" => level[1] } : {}
rescue JSON::ParserError
  {}
end

def register(params)
end

def filter(event)
  labels = FROM_LABELS.transform_values { |label| event.get("[kubernetes][labels][slipway_dev/#{label}]") }
  pod = event.get("[kubernetes][pod][name]")
  return [] if labels["service.name"].to_s.empty? || labels["slipway.team"].to_s.empty?
  text = event.get("message").to_s
  said = line(text)
  # What the shipper says of itself is nobody's question.
  event.to_hash.each_key { |name| event.remove(name) unless name.start_with?("@") }
  event.set("message", text)
  said.each do |name, value|
    ours = OTHER_NAMES.fetch(name, name)
    next if ours.match?(CLAIMED) || (ours != name && said.key?(ours))
    # Brackets are Logstash's own way to name fields.
    event.set(ours == "@timestamp" ? "[@metadata][time]" : ours.tr("[]", "()"), value)
  end
  labels.each { |name, value| event.set(name, value.to_s) }
  event.set("kubernetes.pod.name", pod)
  [event]
end
