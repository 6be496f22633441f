-- What one brand knows of a person through one identifier. It belongs to the customer its identifier belongs to, so a
-- merge moves it without touching it.
create table source_profile (
    source_profile_id uuid        primary key,
    brand             text        not null,
    identifier_id     uuid        not null references identifier,
    version           bigint      not null default 0,
    created_at        timestamptz not null,
    unique (brand, identifier_id)
);
create index source_profile_by_identifier on source_profile (identifier_id);
alter table source_profile enable row level security;
alter table source_profile force row level security;
create policy brand_scope on source_profile
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on source_profile to ${app_role};
grant update (version) on source_profile to ${app_role};

-- A personal value is in cipher, any other in value; neither means that the brand removed it.
create table profile_attribute (
    source_profile_id uuid        not null references source_profile,
    brand             text        not null,
    name              text        not null,
    value             text,
    key_id            uuid,
    cipher            bytea,
    observed_at       timestamptz not null,
    recorded_at       timestamptz not null,
    primary key (source_profile_id, name),
    check (value is null or cipher is null),
    check ((cipher is null) = (key_id is null))
);
alter table profile_attribute enable row level security;
alter table profile_attribute force row level security;
create policy brand_scope on profile_attribute
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on profile_attribute to ${app_role};
grant update (value, key_id, cipher, observed_at, recorded_at) on profile_attribute to ${app_role};
