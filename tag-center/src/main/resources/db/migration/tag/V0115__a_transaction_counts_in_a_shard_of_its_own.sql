-- The counters of sizes have 64 rows each, so that transactions do not wait for each other. A transaction counted in the
-- row of its server process's number modulo 64: two processes of one row that counted for several segments or brands, in
-- different orders, waited for each other for ever. Now each transaction holds one shard to its end, a free one where there
-- is any, and nobody else counts there meanwhile.
create function counter_shard() returns integer
    language plpgsql
    volatile
as
$$
declare
    -- Two numbers make a space of its own among advisory locks: these are the letters "tagc".
    class constant integer := 1952540515;
    shard integer := nullif(current_setting('meridian.counter_shard', true), '')::integer;
begin
    if shard is not null then
        return shard;
    end if;
    for step in 0..63 loop
        shard := (pg_backend_pid() + step) % 64;
        if pg_try_advisory_xact_lock(class, shard) then
            perform set_config('meridian.counter_shard', shard::text, true);
            return shard;
        end if;
    end loop;
    shard := pg_backend_pid() % 64;
    perform pg_advisory_xact_lock(class, shard);
    perform set_config('meridian.counter_shard', shard::text, true);
    return shard;
end
$$;

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
    select c.brand, counter_shard(), -count(*)
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
