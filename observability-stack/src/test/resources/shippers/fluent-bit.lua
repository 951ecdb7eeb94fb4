-- Stands for Fluent Bit: gives slipway.lua a record for each case. Arguments: slipway.lua, the cases as Lua.
dofile(arg[1])
local cases = dofile(arg[2])

local function quoted(text)
  return '"' .. string.gsub(text, '[%c"\\]', function(c) return string.format("\\u%04x", string.byte(c)) end) .. '"'
end

local answers = {}
for i, one in ipairs(cases) do
  local record = { log = one.text, line = one.line, kubernetes = { labels = one.labels, pod_name = one.pod } }
  local code, time, out = slipway("kube.test", { sec = 0, nsec = 0 }, record)
  if code == -1 then
    answers[i] = "null"
  else
    local fields = {}
    if code == 1 then
      fields[1] = string.format('"time":"%d.%09d"', time.sec, time.nsec)
    end
    for name, value in pairs(out) do
      fields[#fields + 1] = quoted(name) .. ":" .. quoted(tostring(value))
    end
    answers[i] = "{" .. table.concat(fields, ",") .. "}"
  end
end
print("[" .. table.concat(answers, ",") .. "]")
