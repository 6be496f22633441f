-- Row security binds the owner, too: this migration looks at the rows of every brand.
select set_config('meridian.brand', '*', true);

-- A brand's customer, and the group's customers behind it. Rows are only added: where a customer of the group was absorbed,
-- the one who absorbed it stands behind as well.
create table brand_customer (
    brand             text not null,
    customer_id       uuid not null,
    group_customer_id uuid not null references customer,
    primary key (brand, customer_id, group_customer_id)
);
comment on column brand_customer.customer_id is 'The id the brand was given; it need not be a customer of the group.';
create index brand_customer_in_group on brand_customer (group_customer_id, brand);
alter table brand_customer enable row level security;
alter table brand_customer force row level security;
create policy brand_scope on brand_customer
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

-- Which of its customers a brand's own evidence joined, as it was told.
create table brand_customer_alias (
    brand       text        not null,
    absorbed_id uuid        not null,
    survivor_id uuid        not null,
    merge_id    uuid        not null,
    merged_at   timestamptz not null,
    primary key (brand, absorbed_id),
    check (absorbed_id <> survivor_id)
);
create index brand_customer_alias_by_survivor on brand_customer_alias (brand, survivor_id);
alter table brand_customer_alias enable row level security;
alter table brand_customer_alias force row level security;
create policy brand_scope on brand_customer_alias
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

-- By which id a brand is shown the membership of one of its customers.
create table brand_member (
    brand       text not null,
    customer_id uuid not null,
    program     text not null references program,
    member_id   uuid not null,
    primary key (brand, customer_id, program),
    unique (brand, member_id)
);
alter table brand_member enable row level security;
alter table brand_member force row level security;
create policy brand_scope on brand_member
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

-- Until customer-center tells otherwise, a brand's customer is the group's, and its member id is the membership's, as
-- they were.
insert into brand_customer (brand, customer_id, group_customer_id)
select k.brand, c.customer_id, c.customer_id
  from customer_brand k join customer c on c.customer_id = k.customer_id
 where c.absorbed_by is null;
insert into brand_customer_alias (brand, absorbed_id, survivor_id, merge_id, merged_at)
select k.brand, c.customer_id, c.absorbed_by, c.merge_id, c.merged_at
  from customer_brand k join customer c on c.customer_id = k.customer_id
 where c.absorbed_by is not null;
insert into brand_member (brand, customer_id, program, member_id)
select k.brand, m.customer_id, m.program, m.member_id
  from member m join customer_brand k on k.customer_id = m.customer_id;

drop policy seen_with_its_customer on member;
create policy seen_with_its_customer on member
    using (current_setting('meridian.brand', true) = '*'
           or exists (select 1 from brand_customer known where known.group_customer_id = member.customer_id))
    with check (current_setting('meridian.brand', true) = '*'
           or exists (select 1 from brand_customer known where known.group_customer_id = member.customer_id));
drop table customer_brand;

-- By which of the brand's customers points came: another one's are not shown with them, although they share a balance.
alter table lot add column brand_customer_id uuid;
comment on column lot.brand_customer_id is
    'Not a wall: by which customer of the issuing brand; whose lot it is says the column issuing_brand';
alter table transaction_origin add column brand_customer_id uuid;
comment on column transaction_origin.brand_customer_id is
    'Not a wall: by which customer of the brand; whose entry it is says the column brand';
update lot l
   set brand_customer_id = m.customer_id
  from ledger_account a join member m on m.member_id = a.member_id
 where a.id = l.account_id;
update transaction_origin o
   set brand_customer_id = m.customer_id
  from ledger_account a join member m on m.member_id = a.member_id
 where a.id = o.account_id;
alter table lot alter column brand_customer_id set not null;
alter table transaction_origin alter column brand_customer_id set not null;

grant select, insert on brand_customer, brand_customer_alias, brand_member to ${app_role};
