// Makes of a container's line the record that Slipway asks for. Filebeat runs it for each event (script processor);
// ShippersTest runs it over the lines of the golden template. The same rules stand in ../fluent-bit/slipway.lua and
// ../logstash/slipway.rb.

var FROM_LABELS = {
  "service.name": "service",
  "slipway.team": "team",
  "service.environment": "environment",
  "slipway.release": "release"
};

var OTHER_NAMES = {
  "traceId": "trace.id",
  "spanId": "span.id",
  "level": "log.level",
  "logger": "log.logger",
  "stack_trace": "error.stack_trace",
  "msg": "message"
};

// What a process says of whose it is, is not believed; names that mean something to a shipper or a store are none of its.
function claimed(name) {
  return /^(service|kubernetes|slipway|ecs)(\.|$)|^_|^@(?!timestamp$)/.test(name);
}

function flatten(value, name, fields) {
  if (value === null) {
    return;
  }
  if (Object.prototype.toString.call(value) === "[object Array]") {
    fields[name] = value.join(",");
  } else if (typeof value === "object") {
    Object.keys(value).forEach(function (key) {
      flatten(value[key], name ? name + "." + key : key, fields);
    });
  } else {
    fields[name] = value;
  }
}

function structured(text) {
  if (text.charAt(0) !== "{") {
    return null;
  }
  try {
    var fields = {};
    flatten(JSON.parse(text), "", fields);
    return fields;
  } catch (notJson) {
    return null;
  }
}

function plain(text) {
  var level = /\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)\b/.exec(text.substring(0, 100));
  return level ? { "log.level": level[1] } : {};
}

function process(event) {
  var labels = "kubernetes.labels.slipway_dev/";
  if (!event.Get(labels + "service") || !event.Get(labels + "team")) {
    event.Cancel();
    return;
  }
  var text = event.Get("message");
  var line = structured(text) || plain(text);
  Object.keys(line).forEach(function (said) {
    var name = OTHER_NAMES.hasOwnProperty(said) ? OTHER_NAMES[said] : said;
    if (claimed(name) || (name !== said && line.hasOwnProperty(name))) {
      return;
    }
    event.Put(name === "@timestamp" ? "slipway_time" : name, line[said]);
  });
  Object.keys(FROM_LABELS).forEach(function (name) {
    event.Put(name, event.Get(labels + FROM_LABELS[name]) || "");
  });
}
