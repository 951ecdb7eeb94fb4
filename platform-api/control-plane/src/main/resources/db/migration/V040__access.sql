create table access_user (
	name varchar(64) primary key,
	role varchar(16) not null,
	teams varchar(2000) not null,
	created_at timestamp with time zone not null
);

create table access_token (
	id varchar(32) primary key,
	hash varchar(64) not null unique,
	kind varchar(16) not null,
	label varchar(100) not null,
	owner varchar(64),
	actor varchar(100) not null,
	role varchar(16) not null,
	teams varchar(2000) not null,
	scope varchar(200),
	created_at timestamp with time zone not null,
	expires_at timestamp with time zone,
	last_used_at timestamp with time zone
);

create index access_token_expiry on access_token (expires_at);

create table access_audit (
	id bigint generated always as identity primary key,
	at timestamp with time zone not null,
	actor varchar(100) not null,
	method varchar(10) not null,
	path varchar(500) not null,
	status integer not null
);
