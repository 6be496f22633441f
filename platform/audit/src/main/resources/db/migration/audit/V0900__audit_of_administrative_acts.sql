-- Who did what: one record per administrative act, written by the transaction of the act. The records of a brand are one
-- chain, those of the group another: each record holds the hash of the one before, so none can be changed, taken out or
-- put in without breaking the chain, and the head says how many there are.
--
-- identity-center had these tables before the other centers, from a script of its own with a smaller number. So nothing
-- here assumes that they are missing, and its records stay in their chains.
create table if not exists audit_chain (
    brand     text collate "C" not null primary key,
    position  bigint           not null check (position >= 0),
    head_hash bytea            not null check (length(head_hash) = 32)
);

create table if not exists audit_record (
    brand         text collate "C" not null references audit_chain (brand),
    position      bigint           not null check (position > 0),
    recorded_at   timestamptz      not null,
    actor_kind    text             not null check (actor_kind in ('service', 'staff', 'customer', 'deployment')),
    actor_issuer  text,
    actor_client  text collate "C",
    actor_account text,
    action        text collate "C" not null,
    subject_kind  text collate "C" not null,
    subject       text collate "C" not null,
    -- JSON as it was hashed, character by character; without secrets.
    state_before  text check (state_before is json),
    state_after   text check (state_after is json),
    request_id    text,
    previous_hash bytea            not null check (length(previous_hash) = 32),
    hash          bytea            not null check (length(hash) = 32),
    primary key (brand, position)
);

-- In whose name the actor spoke, and who chose the id of the request: a caller may choose its own, and then it says no
-- more than the caller wants it to. Records of the first format have neither, and their hash is over the others.
alter table audit_record
    add column if not exists format smallint not null default 1 check (format in (1, 2)),
    add column if not exists actor_scope text collate "C",
    add column if not exists request_id_origin text check (request_id_origin in ('caller', 'meridian'));
comment on column audit_record.actor_scope is 'Not a wall: in whose name the actor spoke, a brand or * for the group';

create index if not exists audit_record_by_time
    on audit_record (recorded_at desc, brand desc, position desc);
create index if not exists audit_record_of_brand
    on audit_record (brand, recorded_at desc, position desc);
create index if not exists audit_record_by_subject
    on audit_record (subject, recorded_at desc, brand desc, position desc);
create index if not exists audit_record_by_action
    on audit_record (action, recorded_at desc, brand desc, position desc);
create index if not exists audit_record_by_actor
    on audit_record (actor_client, recorded_at desc, brand desc, position desc);

create or replace function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'audit records are never changed or deleted';
end
$$;
create or replace trigger audit_record_stays before update or delete on audit_record
    for each row execute function audit_stays();
create or replace trigger audit_record_is_not_emptied before truncate on audit_record
    for each statement execute function audit_stays();
create or replace trigger audit_chain_stays before delete on audit_chain
    for each row execute function audit_stays();
create or replace trigger audit_chain_is_not_emptied before truncate on audit_chain
    for each statement execute function audit_stays();

create or replace function audit_chain_grows() returns trigger language plpgsql as $$
begin
    if new.brand <> old.brand or new.position <> old.position + 1 then
        raise exception 'a chain of audit records grows by one';
    end if;
    return new;
end
$$;
create or replace trigger audit_chain_grows before update on audit_chain
    for each row execute function audit_chain_grows();

alter table audit_chain enable row level security;
alter table audit_chain force row level security;
drop policy if exists brand_scope on audit_chain;
create policy brand_scope on audit_chain
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
alter table audit_record enable row level security;
alter table audit_record force row level security;
drop policy if exists brand_scope on audit_record;
create policy brand_scope on audit_record
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert, update on audit_chain to "${app_role}";
grant select, insert on audit_record to "${app_role}";
