-- The owner of the tables is bound by row security as well.
select set_config('meridian.brand', '*', true);

-- The group's customers are what everybody's evidence makes, a brand's are what its own makes. Both are kept alike, side
-- by side, with the scope in the column brand: '*' is the group. Until customer-center tells otherwise, a brand's customer
-- is the group's, as it was.
create temporary table brand_alias on commit drop as
select k.brand, a.absorbed_id, a.survivor_id, a.merge_id, a.merged_at
  from customer_alias_brand k join customer_alias a on a.absorbed_id = k.absorbed_id;
drop table customer_alias_brand;

alter table customer add column brand text not null default '*';
alter table customer alter column brand drop default;
alter table customer drop constraint customer_pkey;
alter table customer add primary key (brand, customer_id);
insert into customer (brand, customer_id) select brand, customer_id from customer_brand;
insert into customer (brand, customer_id, absorbed) select brand, absorbed_id, true from brand_alias on conflict do nothing;
-- For filling an index with everybody, in the order of ids.
create index customer_by_id on customer (customer_id, brand);
drop table customer_brand;

alter table customer_alias add column brand text not null default '*';
alter table customer_alias alter column brand drop default;
alter table customer_alias drop constraint customer_alias_pkey;
alter table customer_alias add primary key (brand, absorbed_id);
drop index customer_alias_by_survivor;
create index customer_alias_by_survivor on customer_alias (brand, survivor_id);
insert into customer_alias (brand, absorbed_id, survivor_id, merge_id, merged_at)
select brand, absorbed_id, survivor_id, merge_id, merged_at from brand_alias;

-- told is false where nobody has said yet whose the source profile is in the brand's eyes.
alter table source_profile
    add column brand text    not null default '*',
    add column told  boolean not null default true;
alter table source_profile alter column brand drop default;
alter table source_profile drop constraint source_profile_pkey;
alter table source_profile add primary key (source_profile_id, brand);
drop index source_profile_by_customer;
create index source_profile_by_customer on source_profile (brand, customer_id);
insert into source_profile (source_profile_id, brand, customer_id, told)
select known.source_profile_id, known.brand, p.customer_id, false
  from (select source_profile_id, brand from activity_fact
        union
        select source_profile_id, brand from profile_attributes) known
  join source_profile p on p.source_profile_id = known.source_profile_id and p.brand = '*';

alter table customer enable row level security;
alter table customer force row level security;
create policy brand_scope on customer
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
alter table customer_alias enable row level security;
alter table customer_alias force row level security;
create policy brand_scope on customer_alias
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
alter table source_profile enable row level security;
alter table source_profile force row level security;
create policy brand_scope on source_profile
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

-- Somebody is erased for the group, and with them every brand's customer that is nobody without them.
create or replace function erase_customer(erased uuid) returns void
    language plpgsql
    security definer
    set search_path from current
as
$$
declare
    profiles   uuid[];
    scopes     text[];
    erased_ids uuid[];
begin
    if current_setting('meridian.brand', true) is distinct from '*' then
        raise exception 'Somebody is erased for the whole group';
    end if;
    profiles := array(select source_profile_id from source_profile where brand = '*' and customer_id = erased);
    with gone as (
        select '*'::text as brand, erased as customer_id
        union
        select mine.brand, mine.customer_id
          from source_profile mine
         where mine.source_profile_id = any(profiles) and mine.brand <> '*'
           and not exists (select 1 from source_profile other
                            where other.brand = mine.brand and other.customer_id = mine.customer_id
                              and other.source_profile_id <> all(profiles))),
    everywhere as (
        select brand, customer_id from gone
        union
        select a.brand, a.absorbed_id
          from customer_alias a join gone g on g.brand = a.brand and g.customer_id = a.survivor_id)
    select array_agg(brand), array_agg(customer_id) into scopes, erased_ids from everywhere;
    if exists (select 1 from segment_member m
                 join unnest(scopes, erased_ids) as e (brand, customer_id)
                   on e.brand = m.brand and e.customer_id = m.customer_id) then
        raise exception 'Memberships end before somebody is erased';
    end if;
    delete from activity_fact where source_profile_id = any(profiles);
    delete from profile_attributes where source_profile_id = any(profiles);
    delete from source_profile where source_profile_id = any(profiles);
    delete from segment_transition t using unnest(scopes, erased_ids) as e (brand, customer_id)
     where t.brand = e.brand and t.customer_id = e.customer_id;
    delete from segment_due d using unnest(scopes, erased_ids) as e (brand, customer_id)
     where d.brand = e.brand and d.customer_id = e.customer_id;
    delete from search_dirty d using unnest(scopes, erased_ids) as e (brand, customer_id)
     where d.brand = e.brand and d.customer_id = e.customer_id;
    insert into customers_known (brand, shard, customers)
    select c.brand, pg_backend_pid() % 64, -count(*)
      from customer c join unnest(scopes, erased_ids) as e (brand, customer_id)
        on e.brand = c.brand and e.customer_id = c.customer_id
     where not c.absorbed
     group by c.brand
    on conflict (brand, shard) do update set customers = customers_known.customers + excluded.customers;
    delete from customer c using unnest(scopes, erased_ids) as e (brand, customer_id)
     where c.brand = e.brand and c.customer_id = e.customer_id;
    delete from customer_alias a using unnest(scopes, erased_ids) as e (brand, customer_id)
     where a.brand = e.brand and a.survivor_id = e.customer_id;
end
$$;
