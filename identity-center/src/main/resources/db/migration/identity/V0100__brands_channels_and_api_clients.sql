-- Keys sort by their characters, whatever the language of the database: lists page in that order.
create table brand (
    brand      text collate "C" primary key check (brand ~ '^[a-z][a-z0-9-]{1,31}$'),
    name_en    text        not null check (name_en <> ''),
    name_zh    text        not null check (name_zh <> ''),
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table channel (
    brand      text collate "C" not null references brand (brand),
    channel    text collate "C" not null check (channel ~ '^[a-z][a-z0-9_-]{1,31}$'),
    kind       text        not null check (kind in ('app', 'mini_program', 'web', 'store', 'field', 'social', 'email',
                                                    'phone', 'event', 'api')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (brand, channel)
);

-- Secrets are Keycloak's alone; there is no column for them, nor for a hash.
create table api_client (
    client_id  text collate "C" primary key check (client_id ~ '^[a-z][a-z0-9-]{2,62}$'),
    brand      text collate "C" not null,
    -- A client of the group has the brand '*', which is no brand.
    of_brand   text collate "C" generated always as (nullif(brand, '*')) stored references brand (brand),
    channel    text        not null check (channel ~ '^[a-z][a-z0-9_-]{1,31}$'),
    scopes     text[]      not null check (cardinality(scopes) > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null
);

alter table brand enable row level security;
alter table brand force row level security;
create policy brand_scope on brand
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table channel enable row level security;
alter table channel force row level security;
create policy brand_scope on channel
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table api_client enable row level security;
alter table api_client force row level security;
create policy brand_scope on api_client
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert, update on brand, channel, api_client to "${app_role}";
