-- How far each consumer has come in the events of a topic and key: one row per key that was ever heard of, so it grows
-- with the number of customers, on disk only. Written by the transaction that holds the events' effect.
create table consumed_stream (
    consumer      text   not null collate "C",
    topic         text   not null collate "C",
    key           text   not null collate "C",
    last_sequence bigint not null check (last_sequence > 0),
    primary key (consumer, topic, key)
) with (fillfactor = 70);

-- What is missing below last_sequence. Few rows: a limit and a retention are kept by the upkeep.
create table sequence_gap (
    consumer      text        not null collate "C",
    topic         text        not null collate "C",
    key           text        not null collate "C",
    first_missing bigint      not null check (first_missing > 0),
    last_missing  bigint      not null,
    noticed_at    timestamptz not null default clock_timestamp(),
    primary key (consumer, topic, key, first_missing),
    check (first_missing <= last_missing)
);

create index sequence_gap_by_age on sequence_gap (noticed_at);

grant select, insert, update on consumed_stream to ${app_role};
grant select, insert, delete on sequence_gap to ${app_role};
