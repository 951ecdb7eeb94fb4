-- The timeline reads the runs on a service.
CREATE INDEX experiment_service ON experiment (service);
