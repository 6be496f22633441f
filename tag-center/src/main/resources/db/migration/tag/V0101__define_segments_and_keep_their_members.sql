-- A segment belongs to a brand, or to the group, whose brand is '*'.
create table segment (
    segment_id   uuid        not null primary key,
    brand        text        not null,
    key          text        not null collate "C",
    name         text        not null,
    version      integer     not null check (version > 0),
    rule         jsonb       not null,
    live_version integer check (live_version <= version),
    live_rule    jsonb,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    unique (brand, key),
    check ((live_version is null) = (live_rule is null))
);

-- The latest publication of a segment and how far its evaluation of every customer has come.
create table segment_publication (
    segment_id  uuid        not null primary key references segment,
    brand       text        not null,
    version     integer     not null,
    started_at  timestamptz not null,
    reached     uuid,
    evaluated   bigint      not null default 0,
    total       bigint      not null,
    finished_at timestamptz
);
create index segment_publication_unfinished on segment_publication (started_at) where finished_at is null;

create table segment_member (
    segment_id  uuid        not null references segment,
    customer_id uuid        not null,
    brand       text        not null,
    version     integer     not null,
    since       timestamptz not null,
    valid_until timestamptz,
    primary key (segment_id, customer_id)
);
create index segment_member_by_customer on segment_member (customer_id);

-- When the answer for a customer, in or out, next changes by time alone.
create table segment_due (
    segment_id  uuid        not null references segment,
    customer_id uuid        not null,
    brand       text        not null,
    due_at      timestamptz not null,
    primary key (segment_id, customer_id)
);
create index segment_due_by_time on segment_due (due_at);
create index segment_due_by_customer on segment_due (customer_id);

-- Every entering and leaving there ever was. Nothing is changed or deleted here.
create table segment_transition (
    transition_id uuid        not null primary key,
    segment_id    uuid        not null references segment,
    brand         text        not null,
    version       integer     not null,
    customer_id   uuid        not null,
    direction     text        not null check (direction in ('in', 'out')),
    at            timestamptz not null,
    cause_kind    text        not null check (cause_kind in ('interaction', 'profile', 'time', 'publication', 'merge')),
    cause_id      uuid
);
create index segment_transition_by_customer on segment_transition (segment_id, customer_id, transition_id);

-- Customers whose search documents are older than what is known. The mark orders writers of one document.
create table search_dirty (
    customer_id uuid        not null,
    brand       text        not null,
    mark        bigint      not null,
    since       timestamptz not null,
    primary key (customer_id, brand)
);
create index search_dirty_by_mark on search_dirty (mark);
create sequence search_mark;

alter table segment enable row level security;
alter table segment force row level security;
create policy brand_scope on segment
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
create policy group_segments_are_read_by_brands on segment for select
    using (meridian_brand_visible(brand) or brand = '*');

alter table segment_publication enable row level security;
alter table segment_publication force row level security;
create policy brand_scope on segment_publication
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
create policy group_segments_are_read_by_brands on segment_publication for select
    using (meridian_brand_visible(brand) or brand = '*');

-- A brand sees members of a group segment as far as it knows them: customer_brand shows it only its own rows.
alter table segment_member enable row level security;
alter table segment_member force row level security;
create policy brand_scope on segment_member
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
create policy group_members_are_read_by_brands_that_know_them on segment_member for select
    using (meridian_brand_visible(brand)
        or brand = '*' and exists (
            select 1 from customer_brand known where known.customer_id = segment_member.customer_id));

alter table segment_due enable row level security;
alter table segment_due force row level security;
create policy brand_scope on segment_due
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table segment_transition enable row level security;
alter table segment_transition force row level security;
create policy brand_scope on segment_transition
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

alter table search_dirty enable row level security;
alter table search_dirty force row level security;
create policy brand_scope on search_dirty
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert, update on segment to ${app_role};
grant select, insert, update on segment_publication to ${app_role};
grant select, insert, update, delete on segment_member to ${app_role};
grant select, insert, update, delete on segment_due to ${app_role};
grant select, insert on segment_transition to ${app_role};
grant select, insert, update, delete on search_dirty to ${app_role};
grant usage, select on sequence search_mark to ${app_role};
