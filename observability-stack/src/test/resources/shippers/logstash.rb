# Stands for Logstash: gives slipway.rb an event for each case. Arguments: slipway.rb, the cases as JSON.
load ARGV[0]

class Event
  def initialize(fields, nested)
    @fields = fields
    @nested = nested
  end

  def get(name)
    @nested.fetch(name) { @fields[name] }
  end

  def set(name, value)
    @fields[name] = value
  end

  def remove(name)
    @fields.delete(name)
  end

  def to_hash
    @fields.dup
  end
end

answers = JSON.parse(File.read(ARGV[1])).map do |one|
  nested = { "[kubernetes][pod][name]" => one["pod"] }
  one["labels"].each { |label, value| nested["[kubernetes][labels][#{label.tr(".", "_")}]"] = value }
  event = Event.new({ "message" => one["line"], "kubernetes" => {}, "agent" => { "type" => "filebeat" } }, nested)
  next if filter(event).empty?
  fields = event.to_hash
  fields["@timestamp"] = fields.delete("[@metadata][time]")
  fields
end
puts JSON.generate(answers)
