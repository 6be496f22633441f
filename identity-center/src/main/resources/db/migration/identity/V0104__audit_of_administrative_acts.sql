-- Who did what: one record per administrative act, written by the transaction of the act. The records of a brand are one
-- chain, those of the group another: each record holds the hash of the one before, so none can be changed, taken out or
-- put in without breaking the chain, and the head says how many there are.
create table audit_chain (
    brand     text collate "C" not null primary key,
    position  bigint           not null check (position >= 0),
    head_hash bytea            not null check (length(head_hash) = 32)
);

create table audit_record (
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
create index audit_record_by_time on audit_record (recorded_at desc, brand desc, position desc);
create index audit_record_by_subject on audit_record (subject, recorded_at desc, brand desc, position desc);
create index audit_record_by_action on audit_record (action, recorded_at desc, brand desc, position desc);
create index audit_record_by_actor on audit_record (actor_client, recorded_at desc, brand desc, position desc);

create function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'audit records are never changed or deleted';
end
$$;
create trigger audit_record_stays before update or delete on audit_record
    for each row execute function audit_stays();
create trigger audit_record_is_not_emptied before truncate on audit_record
    for each statement execute function audit_stays();
create trigger audit_chain_stays before delete on audit_chain
    for each row execute function audit_stays();
create trigger audit_chain_is_not_emptied before truncate on audit_chain
    for each statement execute function audit_stays();

create function audit_chain_grows() returns trigger language plpgsql as $$
begin
    if new.brand <> old.brand or new.position <> old.position + 1 then
        raise exception 'a chain of audit records grows by one';
    end if;
    return new;
end
$$;
create trigger audit_chain_grows before update on audit_chain
    for each row execute function audit_chain_grows();

alter table audit_chain enable row level security;
alter table audit_chain force row level security;
create policy brand_scope on audit_chain
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
alter table audit_record enable row level security;
alter table audit_record force row level security;
create policy brand_scope on audit_record
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert, update on audit_chain to "${app_role}";
grant select, insert on audit_record to "${app_role}";
