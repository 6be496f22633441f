-- Who is who: identifiers are nodes, links are evidence, a customer is a connected component of links.
create table customer (
    customer_id uuid        primary key,
    created_at  timestamptz not null,
    version     bigint      not null default 0,
    state       text        not null default 'active' check (state in ('active', 'merged'))
);
grant select, insert, update on customer to ${app_role};

-- scope is empty for types that mean the same in the whole group, and the brand for types a brand hands out itself.
-- blind_index finds the value again without saying what it is; customer_id is the component, kept up to date.
create table identifier (
    identifier_id uuid        primary key,
    type          text        not null,
    scope         text        not null,
    blind_index   bytea       not null check (octet_length(blind_index) = 32),
    key_id        uuid        not null,
    cipher        bytea       not null,
    customer_id   uuid        not null references customer,
    first_seen_at timestamptz not null,
    unique (type, scope, blind_index)
);
create index identifier_by_customer on identifier (customer_id);
grant select, insert on identifier to ${app_role};
grant update (customer_id) on identifier to ${app_role};

-- Which brand has itself sent an identifier: what it has not sent it can neither look up nor see.
create table identifier_sighting (
    brand         text        not null,
    identifier_id uuid        not null references identifier,
    verified      boolean     not null,
    first_seen_at timestamptz not null,
    primary key (brand, identifier_id)
);
create index identifier_sighting_by_identifier on identifier_sighting (identifier_id);
alter table identifier_sighting enable row level security;
alter table identifier_sighting force row level security;
create policy brand_scope on identifier_sighting
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on identifier_sighting to ${app_role};
grant update (verified) on identifier_sighting to ${app_role};

-- Evidence: two identifiers were sent together. Kept once per brand and kind of source, with the first evidence.
create table identity_link (
    low         uuid        not null references identifier,
    high        uuid        not null references identifier,
    brand       text        not null,
    source      text        not null,
    evidence    text        not null,
    observed_at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (low, high, brand, source),
    check (low < high)
);
create index identity_link_by_high on identity_link (high);
alter table identity_link enable row level security;
alter table identity_link force row level security;
create policy brand_scope on identity_link
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on identity_link to ${app_role};

-- Links that a limit stood against. They join nothing until somebody decides.
create table merge_hold (
    hold_id     uuid        primary key,
    low         uuid        not null references identifier,
    high        uuid        not null references identifier,
    brand       text        not null,
    reason      text        not null,
    source      text        not null,
    evidence    text        not null,
    observed_at timestamptz not null,
    held_at     timestamptz not null,
    unique (low, high, brand, reason),
    check (low < high)
);
alter table merge_hold enable row level security;
alter table merge_hold force row level security;
create policy brand_scope on merge_hold
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on merge_hold to ${app_role};

create table merge (
    merge_id    uuid        primary key,
    survivor_id uuid        not null references customer,
    absorbed_id uuid        not null references customer,
    brand       text        not null,
    cause       text        not null,
    source      text        not null,
    evidence    text        not null,
    merged_at   timestamptz not null,
    check (survivor_id < absorbed_id)
);
alter table merge enable row level security;
alter table merge force row level security;
create policy brand_scope on merge
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on merge to ${app_role};

create table merge_moved_identifier (
    merge_id      uuid not null references merge,
    identifier_id uuid not null references identifier,
    primary key (merge_id, identifier_id)
);
grant select, insert on merge_moved_identifier to ${app_role};

-- An absorbed id resolves to its survivor for ever; the survivor may have been absorbed in its turn.
create table customer_alias (
    absorbed_id uuid primary key references customer,
    survivor_id uuid not null references customer,
    merge_id    uuid not null references merge
);
grant select, insert on customer_alias to ${app_role};
