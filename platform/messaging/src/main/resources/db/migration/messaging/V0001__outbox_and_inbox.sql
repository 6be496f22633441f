-- Events to tell. A row is written by the transaction that made the fact true and deleted once Kafka has it.
-- The columns id, topic (the aggregate type), aggregate_id, type and payload are those Debezium's outbox router reads,
-- with route.by.field=topic and table.field.event.key=aggregate_id.
create table outbox (
    id           uuid        not null primary key,
    topic        text        not null collate "C",
    aggregate_id text        not null collate "C",
    sequence     bigint      not null check (sequence > 0),
    type         text        not null,
    payload      text        not null,
    event_time   timestamptz not null,
    -- Not called brand: the relay reads the facts of all brands, so row security has no place here.
    event_brand  text,
    traceparent  text,
    shard        smallint    not null check (shard between 0 and 15),
    created_at   timestamptz not null default clock_timestamp(),
    -- The shard follows from topic and key, so this says that a sequence is unique within them, and it is also the
    -- index in whose order relays read.
    unique (shard, topic, aggregate_id, sequence)
) with (
    -- Every row is soon dead: a queue is vacuumed by count, not by share.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 10000
);

-- The last sequence given out per topic and key. The lock on this row is what makes sequences commit in order.
create table outbox_stream (
    topic         text   not null collate "C",
    key           text   not null collate "C",
    last_sequence bigint not null,
    primary key (topic, key)
) with (fillfactor = 70);

-- Who may relay a shard, and until when by this database's clock. The token grows with every change of hands.
create table outbox_lease (
    shard         smallint    not null primary key check (shard between 0 and 15),
    owner         text,
    fencing_token bigint      not null default 0,
    expires_at    timestamptz not null default '-infinity'
);

insert into outbox_lease (shard) select generate_series(0, 15);

-- The relays that are alive, so that each can tell its fair share of the shards.
create table outbox_relay (
    owner      text        not null primary key,
    expires_at timestamptz not null
);

-- Events already handled, written by the transaction that holds their effect.
create table inbox (
    consumer    text        not null collate "C",
    event_id    uuid        not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (consumer, event_id)
);

create index inbox_by_age on inbox using brin (received_at);

grant select, insert, delete on outbox to ${app_role};
grant select, insert, update on outbox_stream to ${app_role};
grant select, update on outbox_lease to ${app_role};
grant select, insert, update, delete on outbox_relay to ${app_role};
grant select, insert, delete on inbox to ${app_role};
