-- Makes of a container's line the record that Slipway asks for. Fluent Bit runs it for each record (filter lua);
-- ShippersTest runs it over the lines of the golden template. The same rules stand in ../filebeat/slipway.js and
-- ../logstash/slipway.rb.

local from_labels = {
  ["service.name"] = "slipway.dev/service",
  ["slipway.team"] = "slipway.dev/team",
  ["service.environment"] = "slipway.dev/environment",
  ["slipway.release"] = "slipway.dev/release",
}

local other_names = {
  traceId = "trace.id",
  spanId = "span.id",
  level = "log.level",
  logger = "log.logger",
  stack_trace = "error.stack_trace",
  msg = "message",
}

local of_labels = { service = true, kubernetes = true, slipway = true, ecs = true }

-- What a process says of whose it is, is not believed; names that mean something to a shipper or a store are none of its.
local function claimed(name)
  return of_labels[string.match(name, "^[^.]*")] or string.match(name, "^_") ~= nil
    or (string.match(name, "^@") ~= nil and name ~= "@timestamp")
end

local levels = { TRACE = true, DEBUG = true, INFO = true, WARN = true, WARNING = true, ERROR = true, FATAL = true, SEVERE = true }

local function flatten(value, name, fields)
  if type(value) ~= "table" then
    fields[name] = value
  elseif value[1] ~= nil then
    local parts = {}
    for i, part in ipairs(value) do
      parts[i] = tostring(part)
    end
    fields[name] = table.concat(parts, ",")
  else
    for key, part in pairs(value) do
      flatten(part, name == "" and key or name .. "." .. key, fields)
    end
  end
end

local function plain(text)
  for word in string.gmatch(string.sub(text, 1, 100), "[%w_]+") do
    if levels[word] then
      return { ["log.level"] = word }
    end
  end
  return {}
end

-- Seconds and nanoseconds of an ISO 8601 time; nil when it is none.
local function instant(text)
  local y, mo, d, h, mi, s, fraction, zone = string.match(tostring(text),
    "^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)%.?(%d*)(.*)$")
  if y == nil then
    return nil
  end
  local offset = 0
  local sign, oh, om = string.match(zone, "^([+-])(%d%d):?(%d%d)$")
  if sign ~= nil then
    offset = (tonumber(oh) * 60 + tonumber(om)) * 60 * (sign == "+" and 1 or -1)
  elseif zone ~= "Z" then
    return nil
  end
  -- Days since 1970 by the civil calendar, its year beginning in March.
  y, mo, d = tonumber(y), tonumber(mo), tonumber(d)
  if mo <= 2 then
    y = y - 1
  end
  local of_era = y % 400
  local of_year = math.floor((153 * ((mo + 9) % 12) + 2) / 5) + d - 1
  local days = math.floor(y / 400) * 146097 + of_era * 365 + math.floor(of_era / 4) - math.floor(of_era / 100) + of_year - 719468
  local nanos = tonumber(string.sub(fraction .. "000000000", 1, 9))
  return { sec = days * 86400 + tonumber(h) * 3600 + tonumber(mi) * 60 + tonumber(s) - offset, nsec = nanos }
end

-- code -1: drop it; 1: time and record are new; 2: the record is new.
function slipway(tag, timestamp, record)
  local kubernetes = record["kubernetes"] or {}
  local labels = kubernetes["labels"] or {}
  if labels["slipway.dev/service"] == nil or labels["slipway.dev/team"] == nil then
    return -1, timestamp, record
  end
  local text = record["log"] or ""
  local line = {}
  if type(record["line"]) == "table" then
    flatten(record["line"], "", line)
  else
    line = plain(text)
  end
  local out = { message = text }
  for said, value in pairs(line) do
    local name = other_names[said] or said
    if not claimed(name) and (name == said or line[name] == nil) then
      out[name] = value
    end
  end
  for name, label in pairs(from_labels) do
    out[name] = labels[label] or ""
  end
  out["kubernetes.pod.name"] = kubernetes["pod_name"]
  -- The output writes @timestamp itself.
  local time = instant(out["@timestamp"])
  out["@timestamp"] = nil
  if time ~= nil then
    return 1, time, out
  end
  return 2, timestamp, out
end
