-- What a brand wants with events that nobody declared, and how often its catalogue has changed: caches compare the
-- revision, and whoever changes the catalogue locks this row first.
create table event_catalogue (
    brand      text   primary key,
    undeclared text   not null check (undeclared in ('private', 'refuse', 'quarantine')),
    revision   bigint not null check (revision > 0)
);
alter table event_catalogue enable row level security;
alter table event_catalogue force row level security;
create policy brand_scope on event_catalogue
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on event_catalogue to ${app_role};
grant update (undeclared, revision) on event_catalogue to ${app_role};

-- A brand's own event types, 200 at most, each with the version in force.
create table event_type (
    brand   text     not null references event_catalogue,
    type    text     not null check (length(type) <= 128),
    ordinal smallint not null check (ordinal between 1 and 200),
    version smallint not null check (version between 1 and 100),
    primary key (brand, type),
    unique (brand, ordinal)
);
alter table event_type enable row level security;
alter table event_type force row level security;
create policy brand_scope on event_type
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on event_type to ${app_role};
grant update (version) on event_type to ${app_role};

-- Every version that was ever in force, as it was declared; never changed afterwards.
create table event_type_version (
    brand         text        not null,
    type          text        not null,
    version       smallint    not null check (version between 1 and 100),
    document      text        not null check (octet_length(document) <= 65536),
    registered_at timestamptz not null,
    registered_by text        not null,
    primary key (brand, type, version),
    foreign key (brand, type) references event_type
);
alter table event_type_version enable row level security;
alter table event_type_version force row level security;
create policy brand_scope on event_type_version
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on event_type_version to ${app_role};

-- By which version of its type an interaction was read; none for a type that nobody had declared.
alter table interaction add column type_version smallint;

-- Events that wait until their schema is mended, each once, in the order in which they came; sealed, because nobody
-- knows yet what is in them. They go after 30 days.
create table quarantined_event (
    quarantine_id  uuid        primary key,
    brand          text        not null,
    event_id       text        not null,
    position       bigint      not null generated always as identity,
    type           text        not null,
    channel        text        not null,
    occurred_at    timestamptz not null,
    quarantined_at timestamptz not null,
    sealed         text        not null,
    unique (brand, event_id)
);
create unique index quarantined_event_in_order on quarantined_event (brand, position);
create index quarantined_event_by_age on quarantined_event (quarantined_at);
alter table quarantined_event enable row level security;
alter table quarantined_event force row level security;
create policy brand_scope on quarantined_event
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert, delete on quarantined_event to ${app_role};
-- For locking a row until it is released; it is sealed anew when its key is.
grant update (sealed) on quarantined_event to ${app_role};
