-- Every customer this center has heard of, and where those went that were merged away. Its row is also the lock that
-- keeps one customer's enrolment, earning and merging apart: taken first, in the order of ids.
create table customer (
    customer_id   uuid primary key,
    first_seen_at timestamptz not null,
    absorbed_by   uuid references customer,
    merge_id      uuid,
    merged_at     timestamptz,
    check (absorbed_by <> customer_id),
    check ((absorbed_by is null) = (merge_id is null) and (absorbed_by is null) = (merged_at is null))
);

-- Which brands know a customer. Decides what a brand may see, and is itself seen by that brand only.
create table customer_brand (
    customer_id uuid not null references customer,
    brand       text not null,
    primary key (customer_id, brand)
);
alter table customer_brand enable row level security;
alter table customer_brand force row level security;
create policy brand_scope on customer_brand
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

-- One customer's membership in one programme. A membership that was merged away keeps its row and names its survivor.
create table member (
    member_id   uuid primary key,
    program     text not null references program,
    customer_id uuid not null references customer,
    enrolled_at timestamptz not null,
    merged_into uuid references member,
    merge_id    uuid,
    unique (program, customer_id),
    check (merged_into <> member_id),
    check ((merged_into is null) = (merge_id is null))
);
create index member_of_customer on member (customer_id);

-- A member is visible to whom its customer is visible.
alter table member enable row level security;
alter table member force row level security;
create policy seen_with_its_customer on member
    using (current_setting('meridian.brand', true) = '*'
           or exists (select 1 from customer_brand known where known.customer_id = member.customer_id))
    with check (current_setting('meridian.brand', true) = '*'
           or exists (select 1 from customer_brand known where known.customer_id = member.customer_id));

grant select, insert, update (absorbed_by, merge_id, merged_at) on customer to ${app_role};
grant select, insert on customer_brand to ${app_role};
grant select, insert, update (merged_into, merge_id) on member to ${app_role};
