create table api_idempotency (
	actor varchar(100) not null,
	idempotency_key varchar(200) not null,
	fingerprint varchar(64) not null,
	created_at timestamp with time zone not null,
	status integer,
	location varchar(1000),
	content_type varchar(200),
	body text,
	primary key (actor, idempotency_key)
);

create index api_idempotency_age on api_idempotency (created_at);
