-- Row security binds the owner, too: this migration looks at the rows of every brand.
select set_config('meridian.brand', '*', true);

-- A customer as one brand knows them: the identifiers that the brand's own evidence joins, under the id the brand was
-- given. A brand is shown these and nothing else, so nothing it is shown depends on what another brand has sent.
create table brand_customer (
    brand       text        not null,
    customer_id uuid        not null references customer,
    number      bigint      not null generated always as identity,
    version     bigint      not null default 0,
    known_since timestamptz not null,
    survivor_id uuid,
    primary key (brand, customer_id),
    foreign key (brand, survivor_id) references brand_customer,
    check (survivor_id <> customer_id)
);
comment on column brand_customer.number is 'Of two customers of a brand the one it met first has the smaller one. Never shown.';
comment on column brand_customer.version is 'Rises whenever anything changes that the brand is shown of the customer.';
comment on column brand_customer.survivor_id is 'Whom the brand knows the customer as since its own evidence joined the two.';
create index brand_customer_by_survivor on brand_customer (brand, survivor_id) where survivor_id is not null;
alter table brand_customer enable row level security;
alter table brand_customer force row level security;
create policy brand_scope on brand_customer
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on brand_customer to ${app_role};
grant update (version, survivor_id) on brand_customer to ${app_role};

-- What brands were shown until now: the whole customer of the group, and ids that were merged into it.
insert into brand_customer (brand, customer_id, known_since)
select s.brand, i.customer_id, min(s.first_seen_at)
  from identifier_sighting s
  join identifier i on i.identifier_id = s.identifier_id
 group by s.brand, i.customer_id
 order by s.brand, i.customer_id;
insert into brand_customer (brand, customer_id, known_since, survivor_id)
select s.brand, m.absorbed_id, min(s.first_seen_at), (array_agg(i.customer_id))[1]
  from merge m
  join merge_moved_identifier moved on moved.merge_id = m.merge_id
  join identifier i on i.identifier_id = moved.identifier_id
  join identifier_sighting s on s.identifier_id = moved.identifier_id
 group by s.brand, m.absorbed_id
    on conflict do nothing;

alter table identifier_sighting add column customer_id uuid;
update identifier_sighting s
   set customer_id = i.customer_id
  from identifier i
 where i.identifier_id = s.identifier_id;
alter table identifier_sighting alter column customer_id set not null;
alter table identifier_sighting add foreign key (brand, customer_id) references brand_customer;
create index identifier_sighting_by_customer on identifier_sighting (brand, customer_id);
grant update (customer_id) on identifier_sighting to ${app_role};

-- Somebody whose only identifier was held had no source profile, and was nobody to the brand that had sent it.
insert into source_profile (source_profile_id, brand, identifier_id, created_at)
select gen_random_uuid(), b.brand,
       (select s.identifier_id from identifier_sighting s
         where s.brand = b.brand and s.customer_id = b.customer_id
         order by s.first_seen_at, s.identifier_id limit 1),
       b.known_since
  from brand_customer b
 where b.survivor_id is null
   and not exists (select 1
                     from identifier_sighting s
                     join source_profile sp on sp.brand = s.brand and sp.identifier_id = s.identifier_id
                    where s.brand = b.brand and s.customer_id = b.customer_id);

-- Neither is read any more: what a brand is shown has its version in brand_customer.
alter table source_profile drop column version;
alter table customer drop column version;

-- Why a brand's own evidence keeps a pair apart; null where only another brand's does, which the brand is not told.
alter table merge_hold add column brand_reason text;
comment on column merge_hold.brand_reason is
    'Not a wall: why the brand itself holds the pair; whose hold it is says the column brand';
update merge_hold h
   set brand_reason = h.reason
  from identifier_sighting low, identifier_sighting high
 where low.brand = h.brand and low.identifier_id = h.low
   and high.brand = h.brand and high.identifier_id = h.high
   and low.customer_id <> high.customer_id;
create index merge_hold_by_high on merge_hold (high);

-- For undoing: what a merge made of a customer, and what became of one.
create index merge_by_survivor on merge (survivor_id);
create index merge_by_absorbed on merge (absorbed_id);
create index customer_alias_by_survivor on customer_alias (survivor_id);

-- Rows to lock identifiers by that do not exist yet. Row locks take no room in the server's table of locks, which a few
-- thousand advisory locks of each of a few consumers would fill.
create table identifier_lock (stripe integer primary key);
insert into identifier_lock select generate_series(0, 16383);
grant select, update on identifier_lock to ${app_role};
