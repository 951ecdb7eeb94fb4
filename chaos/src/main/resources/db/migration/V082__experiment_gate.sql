-- Names the gate of a stage of a release that asked for the experiment.
ALTER TABLE experiment ADD COLUMN gate_key VARCHAR(400);
ALTER TABLE experiment ADD CONSTRAINT experiment_gate UNIQUE (gate_key);
