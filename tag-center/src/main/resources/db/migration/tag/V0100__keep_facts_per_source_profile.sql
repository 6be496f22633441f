-- Customers by the id customer-center gave them. The row is what evaluation of one customer is serialised on.
create table customer (
    customer_id uuid    not null primary key,
    absorbed    boolean not null default false
);

-- Ids that were merged away, each pointing straight at the customer it is today.
create table customer_alias (
    absorbed_id uuid        not null primary key,
    survivor_id uuid        not null,
    merge_id    uuid        not null,
    merged_at   timestamptz not null,
    check (absorbed_id <> survivor_id)
);
create index customer_alias_by_survivor on customer_alias (survivor_id);

-- Which brands know a customer.
create table customer_brand (
    brand       text not null,
    customer_id uuid not null,
    primary key (brand, customer_id)
);
create index customer_brand_by_customer on customer_brand (customer_id);

-- Whose a source profile is. A merge changes rows here and moves no fact.
create table source_profile (
    source_profile_id uuid not null primary key,
    customer_id       uuid not null
);
create index source_profile_by_customer on source_profile (customer_id);

create table activity_fact (
    interaction_id    uuid        not null primary key,
    source_profile_id uuid        not null,
    brand             text        not null,
    type              text        not null,
    channel           text        not null,
    occurred_at       timestamptz not null,
    properties        jsonb       not null
);
create index activity_fact_by_source_profile on activity_fact (source_profile_id, type, occurred_at);

create table profile_attributes (
    source_profile_id uuid        not null primary key,
    brand             text        not null,
    attributes        jsonb       not null,
    told_at           timestamptz not null
);

alter table customer_brand enable row level security;
alter table customer_brand force row level security;
create policy brand_scope on customer_brand
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table activity_fact enable row level security;
alter table activity_fact force row level security;
create policy brand_scope on activity_fact
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table profile_attributes enable row level security;
alter table profile_attributes force row level security;
create policy brand_scope on profile_attributes
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert, update on customer to ${app_role};
grant select, insert, update on customer_alias to ${app_role};
grant select, insert, delete on customer_brand to ${app_role};
grant select, insert, update on source_profile to ${app_role};
grant select, insert on activity_fact to ${app_role};
grant select, insert, update on profile_attributes to ${app_role};
