-- Keys whose events wait, because one of them cannot be handled for a reason of its own.
create table parked_key (
    consumer  text        not null collate "C",
    topic     text        not null collate "C",
    key       text        not null collate "C",
    failure   text        not null,
    attempts  int         not null default 1 check (attempts > 0),
    parked_at timestamptz not null default clock_timestamp(),
    failed_at timestamptz not null default clock_timestamp(),
    primary key (consumer, topic, key)
);

create index parked_key_by_age on parked_key (consumer, topic, parked_at);

-- The event that failed and those of its key that came behind it. No row security: the events of all brands wait here
-- in one order, and only the consumer itself and operators of the group look at them; the brand is in the headers.
create table parked_event (
    consumer       text        not null collate "C",
    topic          text        not null collate "C",
    key            text        not null collate "C",
    sequence       bigint      not null check (sequence >= 0),
    position       bigint      not null generated always as identity,
    event_id       uuid        not null,
    type           text        not null,
    event_time     timestamptz not null,
    headers        jsonb       not null,
    body           bytea       not null,
    kafka_partition int        not null,
    kafka_offset   bigint      not null,
    parked_at      timestamptz not null default clock_timestamp(),
    -- The order in which they are taken up again: by sequence, and by arrival where the producer keeps none.
    primary key (consumer, topic, key, sequence, position),
    foreign key (consumer, topic, key) references parked_key
);

create index parked_event_by_age on parked_event (parked_at);

-- How many events of a consumer are parked: what its limit is compared with.
create table parked_total (
    consumer text not null collate "C" primary key,
    events   int  not null check (events >= 0)
);

grant select, insert, update, delete on parked_key to ${app_role};
grant select, insert, delete on parked_event to ${app_role};
grant select, insert, update on parked_total to ${app_role};
