// Stands for Filebeat: gives slipway.js an event for each case, with dotted names.
function event(fields, outcome) {
  return {
    Get: function (name) { return fields.hasOwnProperty(name) ? fields[name] : null; },
    Put: function (name, value) { fields[name] = value; },
    Cancel: function () { outcome.cancelled = true; }
  };
}

function all(cases) {
  return JSON.stringify(JSON.parse(cases).map(function (one) {
    var fields = { "message": one.line, "kubernetes.pod.name": one.pod };
    Object.keys(one.labels).forEach(function (label) {
      fields["kubernetes.labels." + label.replace(/\./g, "_")] = one.labels[label];
    });
    var outcome = {};
    process(event(fields, outcome));
    Object.keys(fields).forEach(function (name) {
      if (/^kubernetes\.labels\./.test(name)) {
        delete fields[name];
      }
    });
    fields["@timestamp"] = fields.slipway_time;
    delete fields.slipway_time;
    return outcome.cancelled ? null : fields;
  }));
}
