select set_config('meridian.brand', '*', true);

-- A paused segment keeps its members as they are; an archived one loses them and is never evaluated again.
alter table segment
    add column state text not null default 'active' check (state in ('active', 'paused', 'archived')),
    add check (state <> 'paused' or live_version is not null);

-- The rule of every version that was ever in force: transitions name versions.
create table segment_version (
    segment_id   uuid        not null references segment,
    version      integer     not null,
    brand        text        not null,
    rule         jsonb       not null,
    published_at timestamptz not null,
    primary key (segment_id, version)
);
insert into segment_version (segment_id, version, brand, rule, published_at)
select s.segment_id, s.live_version, s.brand, s.live_rule, coalesce(p.started_at, s.updated_at)
  from segment s left join segment_publication p on p.segment_id = s.segment_id
 where s.live_version is not null;

-- What is done with everyone: evaluate them, or let members of an archived segment go. Work that failed is left alone
-- until not_before, so that it holds up no other.
alter table segment_publication
    add column purpose text not null default 'evaluate' check (purpose in ('evaluate', 'empty')),
    add column not_before timestamptz;

alter table segment_transition drop constraint segment_transition_cause_kind_check;
alter table segment_transition add constraint segment_transition_cause_kind_check
    check (cause_kind in ('interaction', 'profile', 'time', 'publication', 'merge', 'archive'));

-- Sizes are kept, not counted. Each server process writes a row of its own, so that nobody waits for a number; the size
-- is their sum.
create table segment_size (
    segment_id uuid    not null references segment,
    brand      text    not null,
    shard      integer not null,
    members    bigint  not null,
    primary key (segment_id, shard)
);
insert into segment_size (segment_id, brand, shard, members)
select segment_id, brand, 0, count(*) from segment_member group by segment_id, brand;

create table customers_known (
    brand     text    not null,
    shard     integer not null,
    customers bigint  not null,
    primary key (brand, shard)
);
insert into customers_known (brand, shard, customers)
select brand, 0, count(*) from customer_brand group by brand
union all
select '*', 0, count(*) from customer where not absorbed;

-- Which brands knew an id that was merged away: to the others it says nothing.
create table customer_alias_brand (
    brand       text not null,
    absorbed_id uuid not null references customer_alias,
    primary key (brand, absorbed_id)
);
insert into customer_alias_brand (brand, absorbed_id)
select k.brand, a.absorbed_id from customer_alias a join customer_brand k on k.customer_id = a.survivor_id;

-- A brand reads a group segment's rule and applies it to its own data. What the group's data decided, it does not see.
drop policy group_members_are_read_by_brands_that_know_them on segment_member;
drop policy group_segments_are_read_by_brands on segment_publication;

alter table segment_version enable row level security;
alter table segment_version force row level security;
create policy brand_scope on segment_version
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
create policy group_segments_are_read_by_brands on segment_version for select
    using (meridian_brand_visible(brand) or brand = '*');

alter table segment_size enable row level security;
alter table segment_size force row level security;
create policy brand_scope on segment_size
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table customers_known enable row level security;
alter table customers_known force row level security;
create policy brand_scope on customers_known
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table customer_alias_brand enable row level security;
alter table customer_alias_brand force row level security;
create policy brand_scope on customer_alias_brand
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert on segment_version to ${app_role};
grant select, insert, update on segment_size to ${app_role};
grant select, insert, update on customers_known to ${app_role};
grant select, insert on customer_alias_brand to ${app_role};

-- Whether something of a scope has waited too long for the index is asked at every preview.
create index search_dirty_by_scope on search_dirty (brand, since);

-- Facts and transitions are never changed or deleted by the application, with one exception: somebody is erased. The role
-- has no right to delete them, only to call this. Memberships end first, because others are told of that.
create function erase_customer(erased uuid) returns void
    language plpgsql
    security definer
    set search_path from current
as
$$
begin
    if current_setting('meridian.brand', true) is distinct from '*' then
        raise exception 'Somebody is erased for the whole group';
    end if;
    if exists (select 1 from segment_member where customer_id = erased) then
        raise exception 'Memberships end before somebody is erased';
    end if;
    delete from activity_fact f using source_profile p
     where p.customer_id = erased and f.source_profile_id = p.source_profile_id;
    delete from profile_attributes a using source_profile p
     where p.customer_id = erased and a.source_profile_id = p.source_profile_id;
    delete from source_profile where customer_id = erased;
    delete from segment_transition
     where customer_id = erased or customer_id in (select absorbed_id from customer_alias where survivor_id = erased);
    delete from segment_due where customer_id = erased;
    delete from search_dirty where customer_id = erased;
    insert into customers_known (brand, shard, customers)
    select brand, pg_backend_pid() % 64, -1 from customer_brand where customer_id = erased
    union all
    select '*', pg_backend_pid() % 64, -1 from customer where customer_id = erased and not absorbed
    on conflict (brand, shard) do update set customers = customers_known.customers + excluded.customers;
    delete from customer_brand where customer_id = erased;
    delete from customer_alias_brand
     where absorbed_id in (select absorbed_id from customer_alias where survivor_id = erased);
    delete from customer
     where customer_id = erased or customer_id in (select absorbed_id from customer_alias where survivor_id = erased);
    delete from customer_alias where survivor_id = erased;
end
$$;
revoke all on function erase_customer(uuid) from public;
grant execute on function erase_customer(uuid) to ${app_role};
create index segment_transition_by_customer_alone on segment_transition (customer_id);
